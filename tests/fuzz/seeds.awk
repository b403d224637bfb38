# The programs of golden cases (.t) and run cases (.case), each into a file of its own: awk -v dir=DIR -f seeds.awk FILE...

function finish() {
	if (text ~ /[^ \t\n]/) {
		file = sprintf("%s/%04d", dir, n++)
		printf "%s", text > file
		close(file)
	}
	text = ""
}

FNR == 1 { finish(); golden = FILENAME ~ /\.t$/; taken = golden }
golden && /^=== / { finish(); taken = 1; next }
golden && /^--- / { finish(); taken = 0; next }
!golden && /^[A-Z_]+( |$)/ { finish(); taken = /^PROG/; sub(/^[A-Z_]+ ?/, "") }
taken && !/^#[^a-z!]/ { text = text $0 "\n" }
END { finish() }
