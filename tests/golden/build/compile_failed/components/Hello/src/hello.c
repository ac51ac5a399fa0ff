int run(void) { return nothing; }
