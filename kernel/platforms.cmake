# SPDX-License-Identifier: BSD-2-Clause
# From the host side: the generators of API and board headers and one external configuration per platform.
file(GLOB sources CONFIGURE_DEPENDS kernel/tools/api_*.c)
add_executable(api_gen ${sources})
target_link_libraries(api_gen PRIVATE PkgConfig::YAML)
target_include_directories(api_gen PRIVATE ${CMAKE_SOURCE_DIR})
adlc_warnings(api_gen host)
add_executable(plat_gen kernel/tools/plat_gen.c)
target_link_libraries(plat_gen PRIVATE PkgConfig::YAML)
target_include_directories(plat_gen PRIVATE ${CMAKE_SOURCE_DIR})
adlc_warnings(plat_gen host)

# A platform is a folder of kernel/plat; its CPU stands in its plat.yaml.
set(ADLC_PLATFORMS "")
file(GLOB boards CONFIGURE_DEPENDS kernel/plat/*/plat.yaml)
foreach(board ${boards})
    get_filename_component(platform ${board} DIRECTORY)
    get_filename_component(platform ${platform} NAME)
    file(STRINGS ${board} cpu REGEX "^cpu: ")
    string(REGEX REPLACE "^cpu: *" "" ADLC_PLATFORM_CPU_${platform} "${cpu}")
    list(APPEND ADLC_PLATFORMS ${platform})
endforeach()

include(ExternalProject)
set(ADLC_LIB ${CMAKE_BINARY_DIR}/lib/adlc)

foreach(platform ${ADLC_PLATFORMS})
    set(cpu ${ADLC_PLATFORM_CPU_${platform}})
    ExternalProject_Add(platform-${platform}
        SOURCE_DIR ${CMAKE_SOURCE_DIR}
        BINARY_DIR ${CMAKE_BINARY_DIR}/target/${platform}
        STAMP_DIR ${CMAKE_BINARY_DIR}/target/${platform}-stamp
        TMP_DIR ${CMAKE_BINARY_DIR}/target/${platform}-tmp
        CMAKE_GENERATOR Ninja
        CMAKE_ARGS
            -DADLC_PLATFORM=${platform}
            -DADLC_API_GEN=$<TARGET_FILE:api_gen>
            -DADLC_PLAT_GEN=$<TARGET_FILE:plat_gen>
            -DADLC_OUTPUT=${ADLC_LIB}/${platform}
            -DCMAKE_TOOLCHAIN_FILE=${CMAKE_SOURCE_DIR}/kernel/toolchains/${cpu}.cmake
            -DCMAKE_BUILD_TYPE=Release
            -DADLC_WERROR=${ADLC_WERROR}
        DEPENDS api_gen plat_gen
        BUILD_ALWAYS ON
        INSTALL_COMMAND "")
endforeach()
