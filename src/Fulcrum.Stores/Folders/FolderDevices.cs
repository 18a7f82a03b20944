using Fulcrum.Stores.Contracts;

namespace Fulcrum.Stores.Folders;

/// <summary>Devices' reports as files; a file's first eight bytes say until when it counts, its time when it was written.</summary>
internal sealed class FolderDevices(string folder, TimeProvider time)
{
    private const int HeaderBytes = 8;

    public async Task<bool> ReportAsync(string name, ReadOnlyMemory<byte> json, TimeSpan keep, CancellationToken cancellation)
    {
        string target = Path.Combine(folder, name);
        if (!File.Exists(target) && Directory.Exists(folder) && Directory.EnumerateFiles(folder).Count() >= StoreLimits.Devices && Read().Count >= StoreLimits.Devices)
            throw StoreLimits.Full();
        return await FilePlace.PutAsync(target, isNew: false, async stream =>
        {
            await stream.WriteAsync(BitConverter.GetBytes((time.GetUtcNow() + keep).UtcTicks), cancellation).ConfigureAwait(false);
            await stream.WriteAsync(json, cancellation).ConfigureAwait(false);
        }, cancellation).ConfigureAwait(false);
    }

    /// <summary>Those that count; files of the others go.</summary>
    public IReadOnlyList<DeviceState> Read()
    {
        if (!Directory.Exists(folder))
            return [];
        List<DeviceState> found = [];
        foreach (string file in Directory.EnumerateFiles(folder).Where(f => StoreLimits.IsToken(Path.GetFileName(f))).Order(StringComparer.Ordinal).ToArray())
        {
            try
            {
                DateTimeOffset seen = File.GetLastWriteTimeUtc(file);
                byte[] bytes = File.ReadAllBytes(file);
                long ticks = bytes.Length >= HeaderBytes ? BitConverter.ToInt64(bytes) : 0;
                if (ticks <= time.GetUtcNow().UtcTicks || ticks > DateTimeOffset.MaxValue.UtcTicks)
                    File.Delete(file);
                else
                    found.Add(new DeviceState(Path.GetFileName(file), bytes.AsMemory(HeaderBytes), seen, new DateTimeOffset(ticks, TimeSpan.Zero)));
            }
            catch (FileNotFoundException)
            {
                // Another process has forgotten it meanwhile.
            }
        }

        return found;
    }
}
