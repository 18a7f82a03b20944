using System.Text;

namespace Fulcrum.Isolation.Processes;

/// <summary>What a worker writes on its standard streams, as lines for the log: as many and as long as are of use, the rest is read and dropped.</summary>
internal static class WorkerLines
{
    public const int MostLines = 50, LongestLine = 500;

    /// <summary>Reads to the end.</summary>
    public static async Task PassAsync(Stream from, Action<string> line)
    {
        byte[] piece = new byte[4096];
        var text = new StringBuilder();
        int lines = 0;
        void End()
        {
            if (text.Length > 0 && lines <= MostLines)
                line(lines++ < MostLines ? text.ToString() : "it writes more, which is not shown");
            text.Clear();
        }

        try
        {
            int read;
            while ((read = await from.ReadAsync(piece).ConfigureAwait(false)) > 0)
            {
                foreach (byte b in piece.AsSpan(0, read))
                {
                    if (b == '\n')
                        End();
                    else if (text.Length < LongestLine)
                        text.Append(b is >= 32 and < 127 ? (char)b : '?');
                }
            }
        }
        catch (Exception gone) when (gone is IOException or ObjectDisposedException)
        {
            // It was killed.
        }

        End();
    }
}
