# What cases show, out of golden cases (.t) and run cases (.case), a line each: "message ID", "program TEXT" for
# programs, settings and environments without their comments, and "command TEXT" for options.

# Without what comments say; one may go on in the next lines.
function uncommented(text,    code, end) {
	code = ""
	for (;;) {
		if (in_comment) {
			end = index(text, "*/")
			if (!end)
				return code
			text = substr(text, end + 2)
			in_comment = 0
		}
		if (!match(text, /\/\*|(^|[^:"])\/\//))
			return code text
		code = code substr(text, 1, RSTART - 1) " "
		if (substr(text, RSTART, 2) != "/*")
			return code
		text = substr(text, RSTART + 2)
		in_comment = 1
	}
}

function say(kind, text) {
	if (kind != "command")
		text = uncommented(text)
	# What a program prints is no use of it; of a shell's line the program itself is a string.
	if (kind == "program" && directive != "RUN")
		gsub(/"([^"\\]|\\.)*"/, "\"\"", text)
	if (text ~ /[^ \t]/)
		print kind, text
}

function say_file(path,    line) {
	in_comment = 0
	while ((getline line < path) > 0)
		say("program", line)
	close(path)
}

FNR == 1 {
	golden = FILENAME ~ /\.t$/
	section = "head"
	directive = ""
	in_comment = 0
	folder = FILENAME
	sub(/\/[^\/]*$/, "", folder)
}

/^(=== |--- |NAME )/ { in_comment = 0 }
golden && /^=== / { section = "program"; next }
golden && /^--- / {
	# A file without "===" begins with its one program.
	if (section == "head" && head != "" && $2 !~ /^(args|env)$/)
		say("program", head)
	head = ""
	section = $2
	next
}
golden && section == "head" { head = head " " $0; next }
golden && section == "program" { say("program", $0); next }
golden && section == "args" { say("command", $0); next }
golden && section == "env" { say("program", $0); next }
golden && section == "ids" { print "message", $1; next }
golden { next }

/^#/ { next }
/^[A-Z_]+( |$)/ {
	directive = $1
	sub(/^[A-Z_]+ ?/, "")
}
directive == "PROG" || directive == "FILE" || directive == "ENV" { say("program", $0) }
directive == "ARGS" { say("command", $0) }
directive == "RUN" { say("program", $0); say("command", $0) }
directive == "SCRIPT" && /\{\{dir\}\}/ {
	path = $1
	sub(/\{\{dir\}\}/, folder, path)
	say_file(path)
}
directive ~ /^(STDOUT|EXPECT)$/ && $1 ~ /^[A-Z_]+$/ { print "message", $1 }
