/*- set n = me.parent.index -*/
/*- if n == 0 -*/
/*? alloc('x', 'seL4_Sofa') ?*/
/*- elif n == 1 -*/
/*? alloc('x', seL4_RTReplyObject) ?*/
/*- elif n == 2 -*/
/*? alloc_cap('x', 'ep') ?*/
/*- elif n == 3 -*/
/*? alloc('x', seL4_IRQHandler) ?*/
/*- elif n == 4 -*/
/*? alloc('x', seL4_FrameObject, size=5000) ?*/
/*- elif n == 5 -*/
/*? register_shared_variable('g', 's', 5000) ?*/
/*- elif n == 6 -*/
/*? register_shared_variable('h', 's', 4096, perm='RQ') ?*/
/*- elif n == 7 -*/
/*? alloc('x', seL4_EndpointObject, colour='red') ?*/
/*- elif n == 8 -*/
/*- for i in range(400000) -*//*- do alloc('x%d' % i, seL4_EndpointObject) -*//*- endfor -*/
/*- else -*/
/*? integer_setting(me.parent.name, 'size') ?*/
/*- endif -*/
