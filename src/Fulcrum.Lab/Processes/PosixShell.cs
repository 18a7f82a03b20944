using System.Buffers;

namespace Fulcrum.Lab.Processes;

/// <summary>Words for a shell of another machine: ssh joins what it is given by spaces and has a shell there read it.</summary>
internal static class PosixShell
{
    private static readonly SearchValues<char> Plain = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-./:,+@");

    /// <summary>A word as the shell reads it back, whatever it holds.</summary>
    /// <exception cref="ArgumentException">It holds a zero, which no word of a command line can.</exception>
    public static string Quote(string word)
    {
        if (word.Contains('\0', StringComparison.Ordinal))
            throw new ArgumentException("A word of a command line holds no zero.", nameof(word));
        return word.Length > 0 && !word.AsSpan().ContainsAnyExcept(Plain) ? word : $"'{word.Replace("'", "'\\''", StringComparison.Ordinal)}'";
    }
}
