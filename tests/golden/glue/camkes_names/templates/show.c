/*- if isinstance(me.interface, camkes.ast.Emits): -*/
emits /*? isinstance(me.interface, camkes.ast.Interface) ?*/ /*? isinstance(me.interface, camkes.ast.Dataport) ?*/ /*? isinstance(me, camkes.ast.ConnectionEnd) ?*/ /*? isinstance(3, (camkes.ast.Uses, int)) ?*/
/*- elif true: -*/
/*- else: -*/
/*- endif -*/
/*- for x in [alloc_obj('n', seL4_NotificationObject), alloc_obj('t', seL4_TCBObject)]: -*/
/*? x.name ?*/ /*? isinstance(x, capdl.TCB) ?*/ /*? isinstance(x, capdl.Notification) ?*/
/*- endfor -*/
/*- set counter = Counter() -*/
/*- for x in [5, 6] -*/
/*- do counter.increment() -*/
/*- do counter.decrement(x) -*/
/*- endfor -*/
counter /*? counter ?*/ /*? counter.value ?*/ /*- do counter.set(7) -*/ /*? counter ?*/

included /*? 'x' in included ?*/ /*- do included.add('x') -*/ /*? 'x' in included ?*/

/*- set found = re.match('untyped(\\d+)_(p)?', 'untyped12_pool') -*/
re /*? found.group(1) ?*/ /*? found.groups() ?*/ /*? re.match('pool', 'a pool') ?*/ /*? re.search('o+', 'a pool').group() ?*/ /*? re.fullmatch('a', 'ab') ?*/ /*? re.sub('(\\w)(\\w)', '\\2\\1', 'abcde') ?*/ /*? re.sub('x*', '-', 'ab') ?*/
/*? lambda('x: [] if x is None else x')(none) ?*/ /*? lambda('x: x is not None')(1) ?*/
/*? flatMap(lambda('x: [x, x * 10]'), [1, 2]) ?*/ /*? itertools.chain([1], [2, 3]) ?*/ /*? functools.reduce(lambda('x, y: x + y'), [1, 2, 3]) ?*/ /*? functools.reduce(lambda('x, y: x + y'), [], 9) ?*/
/*? hasattr(me, 'side') ?*/ /*? hasattr(me, 'sides') ?*/ /*? getattr(me, 'side') ?*/ /*? getattr(me, 'sides', 'none') ?*/
/*? me.instance.parent.instances | map(attribute='name') | join(' ') ?*/
/*? macros.PAGE_SIZE ?*/ /*? macros.page_sizes(options.architecture) ?*/ /*? macros.min_untyped_size(options.architecture) ?*/ /*? macros.max_untyped_size(options.architecture) ?*/
/*? macros.get_untypeds_from_range(0x10001000, 0x5000) ?*/
/*? macros.parse_dtb_node_interrupts({'interrupts': [10]}, 28, 'riscv64') ?*/
/*? macros.parse_dtb_node_interrupts({'interrupts': [0, 1, 4, 1, 13, 1]}, -1, 'aarch64') ?*/
/*? macros.parse_dtb_node_interrupts({'interrupts_extended': [7, 11, 7, 12]}, 28, 'riscv64') ?*/
/*? macros.parse_dtb_node_interrupts({'interrupts': [2, 25]}, 28, 'aarch64') ?*/ /*? macros.parse_dtb_node_interrupts({}, 28, 'aarch64') ?*/
/*? alloc(name='ep', type=seL4_EndpointObject, write=true) ?*/ /*? alloc_cap(name='ep2', obj=alloc_obj(name='ep', type=seL4_EndpointObject), read=true) ?*/
