#define TWICE(x) (x * )

component P {
    uses;
}
