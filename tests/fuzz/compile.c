/*
 * Scripts through the whole compiler, for kernels that differ, with the SSA form checked after each pass. Whatever comes in,
 * what comes out is programs or messages.
 */
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "cli/cli.h"
#include "fuzz.h"

static const char *const releases[] = { "5.10", "5.15", "6.1", "6.12" };
static const uint32_t stack_limits[] = { 0, 64, 200 };

/* Input that is the same is compiled the same way. */
static uint64_t hash(const uint8_t *data, size_t size)
{
	uint64_t h = 0xcbf29ce484222325;
	for (size_t i = 0; i < size; i++)
		h = (h ^ data[i]) * 0x100000001b3;
	return h ^ h >> 32;
}

static void read_messages(const struct compiled *c)
{
	struct strbuf text = { 0 };
	for (size_t i = 0; i < c->diags.list.len; i++)
		diag_format(c->diags.list.data[i], true, &text);
	strbuf_done(&text);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const char *const params[] = { "5", "abc" }, *const named[] = { "--n=7", "--s=text" };
	uint64_t h = hash(data, size);
	struct features features = { 0 };
	struct compile_options options = {
		.script_name = "stdin",
		.text = (const char *)data,
		.text_len = size,
		.params = params,
		.param_count = ARRAY_LEN(params),
		.named_params = named,
		.named_param_count = ARRAY_LEN(named),
		.btf_path = "kernel.btf",
		.traceable_functions = "functions",
		.features = &features,
		.compile_only = true,
		.verify_ir = true,
		.stack_limit = stack_limits[h / 4 % ARRAY_LEN(stack_limits)],
		.sema = { .unsafe = h / 16 % 2, .probe_read_warnings = h / 32 % 2 },
	};
	cli_assume_kernel(releases[h % ARRAY_LEN(releases)], &features);
	struct compiled *c = compile_script(&options);
	read_messages(c);
	compiled_free(c);
	return 0;
}

/* The seeds are files; here is the folder with what scripts of the golden cases name. */
uint8_t *fuzz_seed(unsigned index, size_t *ret_size)
{
	if (chdir("tests/compile/fixtures"))
		perror("tests/compile/fixtures");
	return NULL;
}
