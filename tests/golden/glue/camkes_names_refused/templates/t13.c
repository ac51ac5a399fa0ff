/*? alloc('p', seL4_IA32_IOPort, start_port=1, end_port=2) ?*/
