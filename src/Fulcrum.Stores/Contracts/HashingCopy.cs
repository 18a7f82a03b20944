using System.Buffers;
using System.Security.Cryptography;

namespace Fulcrum.Stores.Contracts;

/// <summary>Copies streams and says what hash the bytes had.</summary>
internal static class HashingCopy
{
    /// <summary>Bytes that are read, and kept in one piece by stores that keep pieces.</summary>
    public const int PieceBytes = 1 << 20;

    /// <summary>Copies piece by piece.</summary>
    /// <param name="from">Until its end.</param>
    /// <param name="take">Takes each piece, of <see cref="PieceBytes"/> bytes but for the last.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <returns>The SHA-256 in lower-case hex.</returns>
    public static async Task<string> CopyAsync(Stream from, Func<ReadOnlyMemory<byte>, ValueTask> take, CancellationToken cancellation)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        byte[] piece = ArrayPool<byte>.Shared.Rent(PieceBytes);
        try
        {
            int read;
            while ((read = await from.ReadAtLeastAsync(piece.AsMemory(0, PieceBytes), PieceBytes, throwOnEndOfStream: false, cancellation).ConfigureAwait(false)) > 0)
            {
                hash.AppendData(piece.AsSpan(0, read));
                await take(piece.AsMemory(0, read)).ConfigureAwait(false);
            }

            return Convert.ToHexStringLower(hash.GetHashAndReset());
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(piece);
        }
    }
}
