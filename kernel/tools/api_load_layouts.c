/* SPDX-License-Identifier: BSD-2-Clause */
#include <string.h>

#include "kernel/tools/api_load.h"

static void load_block(struct api_model *model, struct api_node entry, struct api_block *block)
{
    struct api_node list = api_yaml_get(entry, "fields");
    size_t count = api_yaml_count(list);
    block->fields = api_load_array(model, count, sizeof(*block->fields), &count);
    unsigned shift = 0;
    for (size_t i = count; i-- > 0;) {
        struct api_node place = api_yaml_item(list, i);
        api_yaml_keys(place, "name kernel bits");
        struct api_bits *field = &block->fields[i];
        field->name = api_yaml_string(place, "name", true);
        field->kernel = api_yaml_string(place, "kernel", true);
        uint64_t bits = api_yaml_number_at(place, "bits", 0);
        if (bits == 0 || bits > 64 - shift) {
            api_yaml_fault(place, "the fields must have 1 to 64 bits together");
            bits = 1;
        }
        field->bits = (unsigned)bits;
        field->shift = shift;
        shift = shift + field->bits > 63 ? 63 : shift + field->bits;
    }
    block->count = count;
}

static void load_blocks(struct api_model *model, struct api_node list)
{
    size_t count = api_yaml_count(list);
    model->blocks = api_load_array(model, count, sizeof(*model->blocks), &count);
    for (size_t i = 0; i < count; i++) {
        struct api_node entry = api_yaml_item(list, i);
        api_yaml_keys(entry, "name kernel text fields when");
        struct api_block block = {0};
        block.name = api_yaml_string(entry, "name", true);
        block.kernel = api_yaml_string(entry, "kernel", true);
        block.text = api_yaml_string(entry, "text", true);
        if (api_load_when(model, entry)) {
            load_block(model, entry, &block);
            model->blocks[model->block_count++] = block;
        }
    }
}

static enum api_field_type field_type(struct api_node place)
{
    static const char *const names[] = {"word", "byte", "region", "untyped"};
    const char *name = api_yaml_string(place, "type", true);
    for (size_t i = 0; name && i < sizeof(names) / sizeof(names[0]); i++) {
        if (strcmp(names[i], name) == 0) {
            return (enum api_field_type)i;
        }
    }
    api_yaml_fault(place, "a field's type is word, byte, region or untyped");
    return API_FIELD_WORD;
}

static void load_record(struct api_model *model, struct api_node entry, struct api_record *record)
{
    static const uint64_t sizes[] = {8, 1, 16, 16};
    struct api_node list = api_yaml_get(entry, "fields");
    size_t count = api_yaml_count(list);
    record->fields = api_load_array(model, count, sizeof(*record->fields), &count);
    record->count = count;
    uint64_t bytes = 0;
    for (size_t i = 0; i < count; i++) {
        struct api_node place = api_yaml_item(list, i);
        api_yaml_keys(place, "name kernel type public count");
        struct api_field *field = &record->fields[i];
        field->name = api_yaml_string(place, "name", true);
        field->kernel = api_yaml_string(place, "kernel", true);
        field->public_type = api_yaml_string(place, "public", false);
        field->type = field_type(place);
        field->count = api_yaml_number_at(place, "count", 0);
        bytes += sizes[field->type] * (field->count ? field->count : 1);
    }
    if (bytes != record->bytes) {
        api_yaml_fault(entry, "the fields take %llu bytes, not %llu", (unsigned long long)bytes,
                       (unsigned long long)record->bytes);
    }
}

static void load_records(struct api_model *model, struct api_node list)
{
    size_t count = api_yaml_count(list);
    model->records = api_load_array(model, count, sizeof(*model->records), &count);
    for (size_t i = 0; i < count; i++) {
        struct api_node entry = api_yaml_item(list, i);
        api_yaml_keys(entry, "name kernel bytes aligned text fields when");
        struct api_record record = {0};
        record.name = api_yaml_string(entry, "name", true);
        record.kernel = api_yaml_string(entry, "kernel", true);
        record.text = api_yaml_string(entry, "text", true);
        record.bytes = api_yaml_number_at(entry, "bytes", 0);
        record.aligned = api_yaml_bool(entry, "aligned", false);
        if (api_load_when(model, entry)) {
            load_record(model, entry, &record);
            model->records[model->record_count++] = record;
        }
    }
}

static void load_contexts(struct api_model *model, struct api_node list)
{
    unsigned holding = 0;
    size_t count = api_yaml_count(list);
    for (size_t i = 0; i < count; i++) {
        struct api_node entry = api_yaml_item(list, i);
        api_yaml_keys(entry, "when frame registers");
        if (!api_load_when(model, entry)) {
            continue;
        }
        struct api_node names = api_yaml_get(entry, "registers");
        size_t registers = api_yaml_count(names);
        model->context.registers =
            api_load_array(model, registers, sizeof(*model->context.registers), &registers);
        for (size_t k = 0; k < registers; k++) {
            model->context.registers[k] = api_yaml_text(api_yaml_item(names, k));
        }
        model->context.count = registers;
        model->context.frame = api_yaml_number_at(entry, "frame", 0);
        holding++;
    }
    if (holding != 1) {
        api_yaml_fault(list, "%u register lists hold; exactly one must", holding);
    }
}

static void load_message(struct api_model *model, struct api_node entry,
                         struct api_message *message)
{
    struct api_node list = api_yaml_get(entry, "words");
    size_t count = api_yaml_count(list);
    message->words = api_load_array(model, count, sizeof(*message->words), &count);
    message->count = count;
    for (size_t i = 0; i < count; i++) {
        struct api_node place = api_yaml_item(list, i);
        api_yaml_keys(place, "name kernel index");
        struct api_word *word = &message->words[i];
        word->name = api_yaml_string(place, "name", true);
        word->kernel = api_yaml_string(place, "kernel", true);
        word->index = api_yaml_number_at(place, "index", i);
        if (word->index + 1 > message->length) {
            message->length = word->index + 1;
        }
    }
    if (message->reply > message->length) {
        api_yaml_fault(entry, "the reply is longer than the message");
    }
}

static void load_messages(struct api_model *model, struct api_node list)
{
    size_t count = api_yaml_count(list);
    model->messages = api_load_array(model, count, sizeof(*model->messages), &count);
    for (size_t i = 0; i < count; i++) {
        struct api_node entry = api_yaml_item(list, i);
        api_yaml_keys(entry, "name kernel when reply text words");
        struct api_message message = {0};
        message.name = api_yaml_string(entry, "name", true);
        message.kernel = api_yaml_string(entry, "kernel", true);
        message.text = api_yaml_string(entry, "text", true);
        message.reply = api_yaml_number_at(entry, "reply", 0);
        if (api_load_when(model, entry)) {
            load_message(model, entry, &message);
            model->messages[model->message_count++] = message;
        }
    }
}

void api_load_layouts(struct api_model *model, struct api_node top)
{
    if (api_yaml_keys(top, "blocks structs contexts messages")) {
        load_blocks(model, api_yaml_get(top, "blocks"));
        load_records(model, api_yaml_get(top, "structs"));
        load_contexts(model, api_yaml_get(top, "contexts"));
        load_messages(model, api_yaml_get(top, "messages"));
    }
}
