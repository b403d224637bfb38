/* tracefs format files as an input. */
#include <stdlib.h>

#include "fuzz.h"
#include "types/internal.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena *a = arena_new();
	struct type_table *t = type_table_new(a);
	const struct type *args;
	t->btf_tried = t->modules_tried = true;
	char *text = malloc(size + 1);
	memcpy(text, data, size);
	text[size] = '\0';
	if (!tracefs_parse_format(t, "tracepoint:a:b_args", text, size & 1, &args)) {
		for (uint32_t i = 0; i < args->member_count; i++) {
			const struct type_member *m = &args->members[i];
			if (m->offset + (m->is_data_loc ? 4 : type_member_bytes(m)) > args->size)
				abort();
			type_name(t, m->type);
		}
	}
	free(text);
	arena_free(a);
	return 0;
}

static const char *const seeds[] = {
	"name: sys_enter_openat\nID: 782\nformat:\n"
	"\tfield:unsigned short common_type;\toffset:0;\tsize:2;\tsigned:0;\n"
	"\tfield:int dfd;\toffset:16;\tsize:8;\tsigned:0;\n"
	"\tfield:const char * filename;\toffset:24;\tsize:8;\tsigned:0;\n"
	"\tfield:struct sockaddr * addr;\toffset:40;\tsize:8;\tsigned:0;\n",
	"format:\n\tfield:char prev_comm[16];\toffset:8;\tsize:16;\tsigned:0;\n"
	"\tfield:__data_loc char[] name;\toffset:28;\tsize:4;\tsigned:0;\n"
	"\tfield:__u8 saddr[4];\toffset:32;\tsize:4;\tsigned:0;\n"
	"\tfield:unsigned long long ips[8];\toffset:40;\tsize:64;\tsigned:0;\n"
	"\tfield:void * ptrs[2];\toffset:120;\tsize:16;\tsigned:0;\n"
	"\tfield:enum zone_type zone;\toffset:136;\tsize:4;\tsigned:0;\n"
	"\tfield:struct thing t[TASK_COMM_LEN];\toffset:140;\tsize:12;\tsigned:0;\n",
};

uint8_t *fuzz_seed(unsigned index, size_t *ret_size)
{
	if (index >= ARRAY_LEN(seeds))
		return NULL;
	*ret_size = strlen(seeds[index]);
	uint8_t *copy = malloc(*ret_size);
	return memcpy(copy, seeds[index], *ret_size);
}
