/*? register_dma_pool('x', 4096, [alloc_frame('a'), alloc_frame('b', size=2097152)]) ?*/
