/*? register_stack_symbol('x', 100) ?*/
