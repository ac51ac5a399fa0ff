/* SPDX-License-Identifier: BSD-2-Clause */
#include <camkes.h>
#include <stdio.h>
#include <units.h>

#ifndef IN_CXX
#error "an option of C++ is missing"
#endif
#ifdef IN_UNITS
#error "an option of the library's own"
#endif

namespace
{
class Average
{
  public:
    void add(int value)
    {
        sum_ += value;
        count_++;
    }

    int value() const
    {
        return count_ == 0 ? 0 : sum_ / count_;
    }

  private:
    int sum_ = 0;
    int count_ = 0;
};
} // namespace

extern "C" int run(void)
{
    Average average;

    for (int i = 0; i < ROUNDS; i++) {
        arrived_wait();
        latest_acquire();
        average.add(latest->celsius);
        printf("station: %d readings, %d degrees Fahrenheit on average\n", latest->number,
               units_fahrenheit(average.value()));
        taken_emit();
    }
    return 0;
}
