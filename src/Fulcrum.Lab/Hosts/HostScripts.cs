namespace Fulcrum.Lab.Hosts;

/// <summary>What runs on other machines beside this program: scripts of a POSIX shell that need tar, mktemp and sha256sum (or shasum) there. What they begin and do not finish they take away again.</summary>
internal static class HostScripts
{
    /// <summary>$1: the program. Prints its version.</summary>
    public const string Version = """
        command -v "$1" >/dev/null 2>&1 || exit 127
        unset FULCRUM_OWNED
        exec "$1" --version
        """;

    /// <summary>$1: the folder's hash; lines of HASH NAME on standard input. Prints the folder where it is there, otherwise the hashes that are not.</summary>
    public const string Ask = $$"""
        {{Store}}
        mkdir -p "$b/objects" "$b/folders" || exit 1
        if [ -d "$b/folders/$1" ]; then printf 'there %s\n' "$b/folders/$1"; exit 0; fi
        while read -r s n; do [ -f "$b/objects/$s" ] || printf 'missing %s\n' "$s"; done
        """;

    /// <summary>$1: the folder's hash; a tar of the missing files by their hashes, and of <c>files</c> with the lines, on standard input. Prints the folder.</summary>
    public const string Send = $$"""
        {{Store}}
        t=$(mktemp -d "$b/new-XXXXXX") || exit 1
        trap 'rm -rf "$t"' EXIT
        trap 'exit 143' HUP INT TERM PIPE
        sum() { if command -v sha256sum >/dev/null 2>&1; then sha256sum < "$1"; else shasum -a 256 < "$1"; fi | cut -c 1-64; }
        mkdir "$t/in" "$t/$1" || exit 1
        tar -xof - -C "$t/in" || exit 1
        while read -r s n; do
          if [ -f "$t/in/$s" ]; then
            [ "$(sum "$t/in/$s")" = "$s" ] || { echo "$n did not arrive as it was sent" >&2; exit 1; }
            mv -f "$t/in/$s" "$b/objects/$s" || exit 1
          fi
          ln "$b/objects/$s" "$t/$1/$n" 2>/dev/null || cp "$b/objects/$s" "$t/$1/$n" || exit 1
        done < "$t/in/files"
        [ -d "$b/folders/$1" ] || mv "$t/$1" "$b/folders/$1" || exit 1
        rm -rf "$b/folders/$1/$1"
        printf 'there %s\n' "$b/folders/$1"
        """;

    /// <summary>$1: options whose files come first on standard input, a line each; $2: options whose files are printed at the end, each behind a <see cref="Separator"/>; then a command, which gets all of these.</summary>
    public const string Run = """
        umask 077
        d=$(mktemp -d "${TMPDIR:-/tmp}/fulcrum-run-XXXXXX") || exit 1
        trap 'rm -rf "$d"' EXIT
        trap 'exit 143' HUP INT TERM PIPE
        given=$1
        made=$2
        shift 2
        for f in $given; do
          IFS= read -r line || exit 1
          printf '%s\n' "$line" > "$d/$f"
          set -- "$@" "--$f" "$d/$f"
        done
        for f in $made; do set -- "$@" "--$f" "$d/$f"; done
        "$@"
        code=$?
        for f in $made; do
          if [ -f "$d/$f" ]; then printf '\036' && cat "$d/$f"; fi
        done
        exit $code
        """;

    /// <summary>What stands before each file that <see cref="Run"/> prints; no JSON holds it.</summary>
    public const char Separator = '\u001e';

    private const string Store = """
        umask 077
        b=${XDG_CACHE_HOME:-$HOME/.cache}/fulcrum/deployed
        """;
}
