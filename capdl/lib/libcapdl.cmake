# SPDX-License-Identifier: BSD-2-Clause
# The library that is installed: libcapdl.h, libcapdl.so, libcapdl.a, libcapdl.pc. Both libraries show the
# functions of libcapdl.h and nothing else of what they are made of.
set(libcapdl_parts capdl_forms capdl_check capdl_text capdl_plan capdl_spec adl_base)

add_library(capdl_shared SHARED capdl/lib/libcapdl.c)
set_target_properties(capdl_shared PROPERTIES OUTPUT_NAME capdl VERSION ${PROJECT_VERSION} SOVERSION 0
    LIBRARY_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/lib
    LINK_DEPENDS ${CMAKE_SOURCE_DIR}/capdl/lib/libcapdl.map)
target_link_libraries(capdl_shared PRIVATE ${libcapdl_parts})
target_link_options(capdl_shared PRIVATE
    -Wl,--version-script=${CMAKE_SOURCE_DIR}/capdl/lib/libcapdl.map)
adlc_warnings(capdl_shared host)

# One object of all parts, in which only the functions of the header stay visible.
add_library(capdl_entry OBJECT capdl/lib/libcapdl.c)
target_include_directories(capdl_entry PRIVATE ${CMAKE_SOURCE_DIR})
set_target_properties(capdl_entry PROPERTIES POSITION_INDEPENDENT_CODE ON)
adlc_warnings(capdl_entry host)
set(libcapdl_objects $<TARGET_OBJECTS:capdl_entry>)
foreach(part ${libcapdl_parts})
    list(APPEND libcapdl_objects $<TARGET_OBJECTS:${part}>)
endforeach()
set(archive ${CMAKE_BINARY_DIR}/lib/libcapdl.a)
add_custom_command(OUTPUT ${archive}
    COMMAND ${CMAKE_COMMAND} -E make_directory ${CMAKE_BINARY_DIR}/lib
    COMMAND ${CMAKE_C_COMPILER} -r -nostdlib -o ${archive}.o ${libcapdl_objects}
    COMMAND ${CMAKE_OBJCOPY} --wildcard --keep-global-symbol=libcapdl_* ${archive}.o
    COMMAND ${CMAKE_COMMAND} -E rm -f ${archive}
    COMMAND ${CMAKE_AR} rcs ${archive} ${archive}.o
    DEPENDS ${libcapdl_objects} COMMAND_EXPAND_LISTS VERBATIM COMMENT "Linking libcapdl.a")
add_custom_target(capdl_static ALL DEPENDS ${archive})

# The installation may be moved: the prefix is found from where the .pc file lies.
file(RELATIVE_PATH LIBCAPDL_TO_PREFIX /p/${CMAKE_INSTALL_LIBDIR}/pkgconfig /p)
configure_file(capdl/lib/libcapdl.pc.in ${CMAKE_BINARY_DIR}/lib/libcapdl.pc @ONLY)
install(TARGETS capdl_shared LIBRARY DESTINATION ${CMAKE_INSTALL_LIBDIR} COMPONENT libcapdl)
install(FILES ${archive} DESTINATION ${CMAKE_INSTALL_LIBDIR} COMPONENT libcapdl)
install(FILES capdl/lib/libcapdl.h DESTINATION ${CMAKE_INSTALL_INCLUDEDIR} COMPONENT libcapdl)
install(FILES ${CMAKE_BINARY_DIR}/lib/libcapdl.pc DESTINATION ${CMAKE_INSTALL_LIBDIR}/pkgconfig
    COMPONENT libcapdl)
