/* SPDX-License-Identifier: BSD-2-Clause
 *
 * Made into an archive by the test.
 */
int distance(int here, int there);

int distance(int here, int there)
{
    return there > here ? there - here : here - there;
}
