using Fulcrum.Problems;

namespace Fulcrum.Server.Access;

/// <summary>A small file that is read again when it changes; while what it holds is wrong, what it held before stays.</summary>
/// <typeparam name="T">What it holds.</typeparam>
internal sealed class WatchedFile<T> where T : class
{
    private static readonly TimeSpan LookAgain = TimeSpan.FromSeconds(1);
    private readonly string _path;
    private readonly Func<string, T> _read;
    private readonly TimeProvider _time;
    private readonly Lock _gate = new();
    private (DateTime Written, long Length) _stamp;
    private long _looked;
    private T _value;

    /// <summary>Reads it for the first time.</summary>
    /// <param name="path">The file.</param>
    /// <param name="read">Reads it, given its path.</param>
    /// <param name="time">Says when to look again: after a second.</param>
    /// <exception cref="InputException">What <paramref name="read"/> throws.</exception>
    public WatchedFile(string path, Func<string, T> read, TimeProvider time)
    {
        (_path, _read, _time) = (path, read, time);
        (_stamp, _looked) = (Stamp(), time.GetTimestamp());
        _value = read(path);
    }

    /// <summary>What it holds.</summary>
    public T Value
    {
        get
        {
            lock (_gate)
            {
                if (_time.GetElapsedTime(_looked) < LookAgain)
                    return _value;
                _looked = _time.GetTimestamp();
                (DateTime, long) stamp = Stamp();
                if (stamp == _stamp)
                    return _value;
                try
                {
                    _value = _read(_path);
                    _stamp = stamp;
                }
                catch (InputException)
                {
                    // Half written, or wrong: looked at again in a second.
                }

                return _value;
            }
        }
    }

    private (DateTime, long) Stamp() => new FileInfo(_path) is { Exists: true } file ? (file.LastWriteTimeUtc, file.Length) : default;
}
