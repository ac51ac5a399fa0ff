/*? register_ipc_symbol('x', alloc('e', seL4_EndpointObject)) ?*/
