/* Settings: the script's block, the environment, the record. */
#include "sema_helper.h"

TEST(config_script)
{
	struct sema_fixture f;
	sema_run(&f,
		 "config = { BPFTRACE_Max_StrLen = 64; print_maps_on_exit = 0; stack_mode = perf; max_probes = true; "
		 "strlen = 65; str_trunc_trailer = \"\"; unstable_tseries = true; attach = perf; license = \"GPL v2\"; "
		 "missing_probes = \"warn\"; cache_user_symbols = none }",
		 NULL);
	CHECK_STR(lang_messages(&f.lang), "100-111 strlen has been renamed, please use max_strlen");
	CHECK_INT(f.config.max_strlen, 65);
	CHECK(!f.config.print_maps_on_exit);
	CHECK(f.config.stack_mode == STACK_PERF);
	CHECK_INT(f.config.max_probes, 1);
	CHECK_STR(f.config.str_trunc_trailer, "");
	CHECK(f.config.unstable_tseries == UNSTABLE_ENABLE);
	CHECK(f.config.attach == ATTACH_PERF);
	CHECK_STR(f.config.license, "GPL v2");
	CHECK(f.config.missing_probes == MISSING_WARN);
	CHECK_STR(f.config.cache_user_symbols, "NONE");
	sema_close(&f);
}

TEST(config_messages)
{
	static const struct sema_case cases[] = {
		{ "config = { Foo = 1 } begin {}", "12-19 Foo: not a known configuration option" },
		{ "config = { max_strlen = abc } begin {}", "12-28 max_strlen: expecting a number, got abc" },
		{ "config = { print_maps_on_exit = foo } begin {}",
		  "12-36 print_maps_on_exit: Invalid bool value: valid values are true, false, 1 or 0." },
		{ "config = { btf = \"a\" } begin {}", "12-21 btf: can only be set as an environment variable" },
		{ "config = { symbol_source = 1; unstable_macro = enable } begin {}",
		  "12-29 symbol_source is deprecated and has no effect\n"
		  "31-54 unstable_macro is deprecated and has no effect" },
		{ "config = { missing_probes = 0; stack_mode = PERF; unstable_typeinfo = maybe; attach = x } begin {}",
		  "12-30 missing_probes: Invalid value for missing_probes: valid values are ignore, warn, and error.\n"
		  "32-49 stack_mode: Invalid value for stack_mode: valid values are bpftrace, raw, perf, and "
		  "build_id.\n51-76 unstable_typeinfo: Invalid value for unstable config: valid values are enable, "
		  "warn, and error.\n78-88 attach: Invalid value for attach: valid values are auto, perf, multi, "
		  "trampoline, and raw." },
		{ "config = { license = MIT } begin {}",
		  "12-25 Invalid value for license. Found: MIT. Valid values: Dual MIT/GPL, Dual BSD/GPL, Dual "
		  "MPL/GPL, GPL and additional rights, GPL v2, GPL. Read more about BPF programs and licensing: "
		  "https://docs.kernel.org/bpf/bpf_licensing.html#using-bpf-programs-in-the-linux-kernel" },
	};
	MESSAGES(cases);
}

TEST(config_environment)
{
	struct arena *a = arena_new();
	struct config c;
	const char *error = NULL;
	char *const env[] = { "PATH=/bin", "BPFTRACE_MAX_STRLEN=0x20", "BPFTRACE_LAZY_SYMBOLICATION=off",
			      "BPFTRACE_STR_TRUNC_TRAILER=", "BPFTRACE_NO_SUCH=1", "BPFTRACE_STRLEN=9", NULL };
	config_init(&c);
	CHECK_INT(config_apply_env(&c, env, a, &error), 0);
	CHECK_INT(c.max_strlen, 32);
	CHECK(!c.lazy_symbolication);
	CHECK_STR(c.str_trunc_trailer, "");
	char *const bad[] = { "BPFTRACE_MAX_STRLEN=abc", NULL };
	CHECK_INT(config_apply_env(&c, bad, a, &error), -1);
	CHECK_STR(error, "max_strlen: expecting a number, got abc");
	char *const empty[] = { "BPFTRACE_LOG_SIZE=", NULL };
	CHECK_INT(config_apply_env(&c, empty, a, &error), -1);
	CHECK_STR(error, "log_size: expecting a number, got ");
	arena_free(a);
}

TEST(config_record)
{
	struct arena *a = arena_new();
	struct config c;
	struct expr *e;
	config_init(&c);
	CHECK_INT(config_field_count(), 21);
	CHECK_STR(config_field(&c, 0, a, &e), "cpp_demangle");
	CHECK(e->kind == EXPR_BOOL && e->value);
	CHECK_STR(config_field(&c, 10, a, &e), "max_strlen");
	CHECK(e->kind == EXPR_INT && e->value == 1024);
	CHECK_STR(config_field(&c, 13, a, &e), "str_trunc_trailer");
	CHECK_STR(e->str, "..");
	CHECK_STR(config_field(&c, 15, a, &e), "unstable_tseries");
	CHECK_STR(e->str, "warn");
	CHECK_STR(config_field(&c, 20, a, &e), "license");
	CHECK_STR(e->str, "GPL");
	arena_free(a);
}

/* Every key takes its default. */
static void apply_default(void *ctx, const char *key, const char *def, const char *allowed)
{
	struct strbuf *script = ctx;
	if (strcmp(key, "cache_user_symbols"))
		strbuf_printf(script, "%s = \"%s\"; ", key, def);
}

TEST(config_defaults)
{
	static const char *const keys[] = {
		"cpp_demangle", "lazy_symbolication", "print_maps_on_exit", "use_blazesym", "show_debug_info", "log_size",
		"max_bpf_progs", "max_cat_bytes", "max_map_keys", "max_probes", "max_strlen", "on_stack_limit",
		"perf_rb_pages", "str_trunc_trailer", "unstable_import_statement", "unstable_tseries",
		"unstable_typeinfo", "unstable_dw_ustack", "missing_probes", "stack_mode", "license",
	};
	struct strbuf script = { 0 };
	struct sema_fixture f;
	struct config defaults;
	strbuf_puts(&script, "config = { ");
	config_list(apply_default, &script);
	strbuf_puts(&script, "} begin { }");
	sema_run(&f, strbuf_str(&script), NULL);
	CHECK_STR(lang_messages(&f.lang), "");
	config_init(&defaults);
	for (size_t i = 0; i < ARRAY_LEN(keys); i++) {
		struct expr *a, *b;
		CHECK_STR(config_field(&f.config, i, f.lang.arena, &a), keys[i]);
		config_field(&defaults, i, f.lang.arena, &b);
		CHECK(a->kind == b->kind && a->value == b->value && (!a->str || !strcmp(a->str, b->str)));
	}
	sema_close(&f);
	strbuf_done(&script);
}

TEST(config_renamed)
{
	struct sema_fixture f;
	sema_run(&f, "config = { cat_bytes_max = 1; map_keys_max = 2; no_cpp_demangle = false } begin { }", NULL);
	CHECK_STR(lang_messages(&f.lang), "12-29 cat_bytes_max has been renamed, please use max_cat_bytes\n"
					  "31-47 map_keys_max has been renamed, please use max_map_keys\n"
					  "49-72 no_cpp_demangle has been renamed, please use cpp_demangle");
	CHECK_INT(f.config.max_cat_bytes, 1);
	CHECK_INT(f.config.max_map_keys, 2);
	CHECK(!f.config.cpp_demangle);
	sema_close(&f);
}
