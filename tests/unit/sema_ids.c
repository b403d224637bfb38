/*
 * The class of each message that sema or the settings report: the scripts here draw that class (beside others, where one
 * cannot stand alone). Also: units made from one probe say everything once.
 */
#include "sema_helper.h"

static const struct {
	const char *id, *script;
} cases[] = {
	{ "CONFIG", "config = { nope = 1 } begin { }" },
	{ "CONFIG_DEPRECATED", "config = { symbol_source = 1 } begin { }" },
	{ "UNKNOWN_IDENT", "begin { print(nope); }" },
	{ "UNKNOWN_FUNCTION", "begin { nope(); }" },
	{ "UNKNOWN_TYPE", "begin { $x = (struct nope *)0; }" },
	{ "UNKNOWN_FIELD", "begin { $x = (a=1).b; }" },
	{ "UNDEFINED_VAR", "begin { print($x); }" },
	{ "UNDEFINED_MAP", "begin { print(@x); }" },
	{ "SHADOWING", "begin { $x = 1; let $x = 2; }" },
	{ "DECLARATION", "begin { let $x: sum_t; }" },
	{ "TYPE_MISMATCH", "begin { $x = 1; $x = \"a\"; }" },
	{ "MAP_KEY", "begin { @x[1] = 1; @x[\"a\"] = 1; }" },
	{ "MAP_VALUE", "begin { @x = count(); @y = @x; }" },
	{ "MAP_KIND", "begin { @x = 1; @x[1] = 1; }" },
	{ "OPERATOR", "begin { $x = !comm; }" },
	{ "CONDITION", "begin { if (comm) { } }" },
	{ "CAST", "begin { $x = (int8)\"abc\"; }" },
	{ "INDEX", "begin { $x = pid[0]; }" },
	{ "ASSIGN", "begin { $x = print(1); }" },
	{ "OVERFLOW", "begin { $x = 1 << 64; }" },
	{ "COMPTIME", "begin { $x = comptime pid; }" },
	{ "RETURN", "begin { return comm; }" },
	{ "LOOP", "begin { break; }" },
	{ "CALL_ARITY", "begin { print(); }" },
	{ "CALL_TYPE", "begin { exit(\"a\"); }" },
	{ "CALL_LITERAL", "begin { printf(comm); }" },
	{ "CALL_VALUE", "begin { @x = hist(1); @x = hist(1, 2); }" },
	{ "FORMAT", "begin { printf(\"%d\"); }" },
	{ "AGG_POSITION", "begin { count(); }" },
	{ "NOT_PRINTABLE", "begin { print(print(1)); }" },
	{ "BUILTIN_PROBE", "begin { print(arg0); }" },
	{ "UNSTABLE", "begin { $x = typeinfo(pid); }" },
	{ "UNSTABLE_WARN", "config = { unstable_typeinfo = warn } begin { $x = typeinfo(pid); }" },
	{ "UNSUPPORTED", "config = { unstable_import_statement = enable } begin { import \"x\"; }" },
	{ "DISCARDED", "begin { pid; }" },
	{ "UNASSIGNED", "begin { let $x: int8; print($x); }" },
	{ "UNREACHABLE", "begin { return; print(1); }" },
	{ "DEPRECATED", "begin { while (pid) { break; } }" },
	{ "IMPLICIT_CAST", "begin { $x = nsecs; $x = -1; }" },
	{ "REDUNDANT_CAST", "begin { $x = (uint32)pid; }" },
	{ "SIGNED_DIVISION", "begin { $x = (int64)pid; $y = nsecs / $x; }" },
	{ "POINTER_COMPARE", "begin { $x = (int8 *)0 == (uint8 *)pid; }" },
	{ "EMPTY_STRING", "begin { $x = \"ab\" + 2; }" },
	{ "UNUSED_MAP", "let @x = hash(1); begin { }" },
	{ "ADDRSPACE", "begin { $p = (int8 *)pid; $p = (int8 *)uptr(pid); $x = *$p; }" },
};

static bool reported(const struct sema_fixture *f, const char *id)
{
	for (size_t i = 0; i < f->lang.diags.list.len; i++)
		if (!strcmp(diag_id_name(f->lang.diags.list.data[i]->id), id))
			return true;
	return false;
}

TEST(sema_ids)
{
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		struct sema_fixture f;
		sema_run(&f, cases[i].script, NULL);
		unit_check_str(reported(&f, cases[i].id) ? cases[i].id : lang_messages(&f.lang), cases[i].id, __FILE__,
			       __LINE__, cases[i].script);
		sema_close(&f);
	}
}

TEST(sema_units_say_it_once)
{
	struct sema_fixture f;
	sema_run(&f, "kprobe:a, kprobe:b, kprobe:c { nope(); $x = arg0; $y = (int64)$x == nsecs; pid }", NULL);
	CHECK_INT(f.sema.units.len, 3);
	CHECK_STR(lang_messages(&f.lang), "32-38 Unknown function: 'nope'\n"
					  "69-74 Expression of type: uint64 being cast to type: int64. This may cause "
					  "unexpected results. Use an explicit cast to suppress this warning.\n"
					  "76-79 Return value discarded.");
	sema_close(&f);
}
