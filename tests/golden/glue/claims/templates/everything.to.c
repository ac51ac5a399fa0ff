/*- set ep = alloc('ep', seL4_EndpointObject, read=true) -*/
/*- set slot = alloc_cap('slot', none) -*/
/*- set cnode = alloc_cap('cnode', my_cnode) -*/
/*- set event = alloc_obj('event', seL4_NotificationObject) -*/
/*- set ntfn = alloc_cap('ntfn', event, read=true) -*/
/*- do cap_space.cnode[ntfn].set_badge(9) -*/
/*- set irq = alloc('irq', seL4_IRQHandler, number=33, trigger=seL4_ARM_IRQ_EDGE, notification=Cap(event, badge=4)) -*/
/*- set untyped = alloc('untyped', seL4_UntypedObject, size_bits=14) -*/
/*- set frame = alloc('frame', seL4_FrameObject, size=4096, read=true, write=true, paddr=0x10000000) -*/
ep /*? ep ?*/, slot /*? slot ?*/, cnode /*? cnode ?*/ and again /*? alloc_cap('other', my_cnode) ?*/, ntfn /*? ntfn ?*/, irq /*? irq ?*/, untyped /*? untyped ?*/, frame /*? frame ?*/
badge /*? my_cnode[ntfn].badge ?*/ of /*? my_cnode[ntfn].referent.name ?*/, /*? event.get_size_bits() ?*/
/*? register_shared_variable('c_data', 'mine', '8192') ?*/
/*? register_shared_variable('large', 'big', 0x200000, paddr=0x40000000, cached=false, perm='RW', name='window') ?*/
uncached /*? me.regions.window.uncached ?*/ at /*? '%#x' % me.regions.window.paddrs[0] ?*/
/*? get_shared_variable_backing_frames('c_data', 8192) | map(attribute='name') | join(', ') ?*/
kept /*? pop('k') ?*/ /*? _pop('all') ?*/ /*? guard(c_symbol, 'g') ?*/
setting /*? integer_setting('c', 'answer', 0, 0, 100) ?*/ and /*? integer_setting('c', 'question', 7) ?*/
/*? str(me) ?*/, /*? me.side ?*/ /*? me.index ?*/ of /*? me.parent.type.name ?*/, /*? me.parent.from_end.instance.name ?*/, may block: /*? me.might_block() ?*/, /*? me in me.parent.to_ends ?*/ /*? me.parent.from_ends.index(me.others[1]) ?*/
/*? composition.connections.index(me.parent) ?*/ /*? configuration['nobody'].get('x', 'nothing') ?*/ /*? me.parent.type.get_attribute('from_template').default ?*/ /*? me.parent.type.get_attribute('no') ?*/
