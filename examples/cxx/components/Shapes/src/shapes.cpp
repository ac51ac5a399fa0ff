/* SPDX-License-Identifier: BSD-2-Clause
 *
 * Shapes as classes: virtual functions, templates, objects made before main, new and delete.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <camkes.h>

namespace
{

class Shape
{
  public:
    explicit Shape(const char *name) : name_(name) {}
    virtual ~Shape() = default;
    virtual int area() const = 0;
    const char *name() const { return name_; }

  private:
    const char *name_;
};

class Square final : public Shape
{
  public:
    explicit Square(int side) : Shape("square"), side_(side) {}
    int area() const override { return side_ * side_; }

  private:
    int side_;
};

class Circle final : public Shape
{
  public:
    explicit Circle(int radius) : Shape("circle"), radius_(radius) {}
    int area() const override { return radius_ * radius_ * 355 / 113; }

  private:
    int radius_;
};

/* Made by a constructor before any thread of the component serves. */
struct Register {
    Register() : first(new Square(3)), second(new Circle(2)) {}
    const Shape *at(int number) const { return number == 0 ? first : second; }
    Shape *first, *second;
};
Register registered;

template <typename Kind> int scaled_area(int size)
{
    Shape *shape = new Kind(size);
    int area = shape->area() * scale;
    delete shape;
    return area;
}

} // namespace

int area_square(int side)
{
    return scaled_area<Square>(side);
}

int area_circle(int radius)
{
    return scaled_area<Circle>(radius);
}

char *area_name(int number)
{
    static const Shape *last; /* a static of a function needs no lock here */
    last = registered.at(number);
    return strdup(last->name());
}
