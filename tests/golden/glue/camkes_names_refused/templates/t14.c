/*? alloc('p', seL4_PageTableObject) ?*/
