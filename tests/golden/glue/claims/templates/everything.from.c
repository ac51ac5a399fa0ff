/*- set ep = alloc('ep', seL4_EndpointObject, write=true, grant=true, badge=me.index + 1) -*/
/*- set again = alloc('ep', seL4_EndpointObject, grantreply=true) -*/
/*- set caps = [] -*/
/*- set check = register_shared_variable('%s_data' % me.parent.name, 'data', 8192, perm=macros.get_perm(configuration, me.instance.name, me.interface.name), with_mapping_caps=caps) -*/
ep /*? ep ?*/, the same /*? again ?*/, badge /*? my_cnode[ep].badge ?*/, grantreply /*? my_cnode[ep].grantreply ?*/
frames /*? caps ?*/, region /*? me.regions.dataport.symbol ?*/ writable /*? me.regions.dataport.writable ?*/
/*? check ?*/
/*? macros.shared_buffer_symbol(sym='data', shmem_size=8192, page_size=macros.get_page_size(8192, options.architecture)) ?*/
kept before: /*? pop('k') ?*/
/*- do stash('k', me.instance.name) -*/
/*- do _stash('all', [me.index, 'text']) -*/
symbols /*? c_symbol('x') ?*/ /*? c_symbol() ?*/
/*? guard(c_symbol, 'g', tag='once') ?*/
