/*- set frame = alloc_frame('own', read=true, write=true) -*/
/*- set big = alloc_frame('big', size=2097152, read=true) -*/
/*- set device = alloc_frame('device', paddr=0x10000000, read=true, write=true) -*/
/*- set page = alloc('page', seL4_LargePageObject, read=true) -*/
frames /*? frame ?*/ /*? big ?*/ /*? device ?*/ /*? page ?*/
/*? macros.thread_stack('stack', 5000) ?*/
/*? register_stack_symbol('stack', 8192) ?*/
/*? macros.ipc_buffer('buffer') ?*/
/*? register_ipc_symbol('buffer', frame) ?*/
at /*? macros.ipc_buffer_address('buffer') ?*/
/*? register_fill_frame('tree', 'CDL_FrameFill_BootInfo CDL_FrameFill_BootInfo_FDT', 8192) ?*/
/*? register_fill_frame('info', 'CDL_FrameFill_BootInfo CDL_FrameFill_BootInfo_BootInfo') ?*/
/*? register_dma_pool('pool', 4096, [alloc_frame('p0', read=true, write=true), alloc_frame('p1', read=true, write=true)]) ?*/
/*? me.region_list | map(attribute='name') | join(' ') ?*/
