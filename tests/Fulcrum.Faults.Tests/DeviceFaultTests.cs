using System.Diagnostics;
using Fulcrum.Problems;

namespace Fulcrum.Faults.Tests;

/// <summary>Devices that are killed, disks that are full or forget, clocks that jump: what a device runs is always whole. FULCRUM_FULL=1 kills 100 times.</summary>
public sealed class DeviceFaultTests
{
    [Fact]
    public async Task Store_DeviceKilledAnywhereSeeded_IsAlwaysUsable()
    {
        int kills = FaultSite.IsFull ? 100 : 3;
        using var site = new FaultSite(FaultSite.Seed + 1);
        using var releases = new ReleaseSite(site);
        (Process _, int port) = await site.ServeAsync();
        using var way = new FaultyWay(port, FaultSite.Seed) { PieceBytes = 64 << 10 };
        int killed = 0, updates = 0;
        int? before = null;
        for (int i = 0; i < kills; i++)
        {
            if (i > 0 && site.Random.Next(2) == 0)
                releases.Publish(releases.Version + 1);
            // A slow way makes most kills meet a download.
            way.State = site.Random.Next(2) == 0 ? Way.Slow : Way.Good;
            Process device = releases.Device(way.Url, 400);
            _ = device.StandardOutput.ReadToEndAsync();
            _ = device.StandardError.ReadToEndAsync();
            await Task.Delay(site.Random.Next(200, 3500));
            if (!device.HasExited)
            {
                device.Kill();
                killed++;
            }

            await device.WaitForExitAsync();
            int? now = await releases.RequireUsableAsync();
            Assert.True(before is null || now >= before, $"{before} was in use, {now} is");
            updates += now > before ? 1 : 0;
            before = now;
        }

        way.State = Way.Good;
        Assert.Equal(releases.Version, await releases.RequireWholeAsync(way.Url, [releases.Version]));
        Assert.Equal(releases.Version, await releases.RequireUsableAsync());
        Assert.Empty(Directory.GetFiles(releases.StoreFolder, "*.tmp"));
        Assert.InRange(Directory.GetDirectories(Path.Combine(releases.StoreFolder, "releases")).Length, 1, 2);
        TestContext.Current.TestOutputHelper?.WriteLine($"seed {FaultSite.Seed}: {killed} of {kills} killed before their end, {updates} times a newer release was in use afterwards, {releases.Version + 1} releases");
    }

    [Fact]
    public async Task Update_DiskFull_KeepsTheOldReleaseAndTakesTheNewOneWhenThereIsRoom()
    {
        string disk = Directory.CreateTempSubdirectory("fulcrum-disk-").FullName;
        if (!Mount("-t", "tmpfs", "-o", "size=5600k", "tmpfs", disk))
            Assert.Skip("Only root makes small disks.");
        try
        {
            using var site = new FaultSite(FaultSite.Seed + 2);
            using var releases = new ReleaseSite(site, disk);
            (Process _, int port) = await site.ServeAsync();
            var server = new Uri($"http://127.0.0.1:{port}");
            Assert.Equal(0, await releases.RequireWholeAsync(server, [0]));
            for (int version = 1; version < 3; version++)
            {
                releases.Publish(version);
                // The older one answers, whether the disk was full while fetching or while putting together.
                Assert.Equal(0, await releases.RequireWholeAsync(server, [0, version]));
                Assert.Equal(0, await releases.RequireUsableAsync());
            }

            Assert.True(Mount("-o", "remount,size=20m", disk));
            Assert.Equal(2, await releases.RequireWholeAsync(server, [0, 1, 2]));
            Assert.Equal(2, await releases.RequireUsableAsync());
        }
        finally
        {
            Process.Start("umount", disk).WaitForExit();
            Directory.Delete(disk);
        }
    }

    /// <summary>Any byte of any file in the store is changed, or a file cut: the device runs a whole release or says what is wrong, and the next update mends it.</summary>
    [Fact]
    public async Task Store_FilesDamagedSeeded_NeverGivesWrongAnswers()
    {
        using var site = new FaultSite(FaultSite.Seed + 3);
        using var releases = new ReleaseSite(site);
        (Process _, int port) = await site.ServeAsync();
        var server = new Uri($"http://127.0.0.1:{port}");
        await releases.RequireWholeAsync(server, [0]);
        releases.Publish(1);
        await releases.RequireWholeAsync(server, [1]);
        int refused = 0, rounds = FaultSite.IsFull ? 300 : 40;
        string kept = Path.Combine(site.Folder, "kept");
        Copy(releases.StoreFolder, kept);
        for (int i = 0; i < rounds; i++)
        {
            string[] files = [.. Directory.GetFiles(releases.StoreFolder, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal)];
            for (int damage = site.Random.Next(1, 4); damage > 0; damage--)
                Damage(files[site.Random.Next(files.Length)], site.Random);
            try
            {
                Assert.InRange((await releases.RequireUsableAsync()).GetValueOrDefault(), 0, 1);
            }
            catch (InputException)
            {
                refused++;
            }

            Directory.Delete(releases.StoreFolder, recursive: true);
            Copy(kept, releases.StoreFolder);
        }

        foreach (string file in Directory.GetFiles(releases.StoreFolder, "*", SearchOption.AllDirectories).Where(f => Path.GetFileName(f) != "current"))
            Damage(file, site.Random);
        releases.Publish(2);
        Assert.Equal(2, await releases.RequireWholeAsync(server, [2]));
        TestContext.Current.TestOutputHelper?.WriteLine($"seed {FaultSite.Seed}: {rounds} damaged stores, {refused} refused, the others answered right");
    }

    /// <summary>The wall clock jumps by years while requests run: times are taken from another.</summary>
    [Fact]
    public async Task Device_ClockJumps_NothingHappens()
    {
        using var site = new FaultSite(FaultSite.Seed + 4);
        (Process _, int port) = await site.ServeAsync();
        var clock = new JumpingClock();
        await using var device = new WatchedDevice(site, new Uri($"http://127.0.0.1:{port}"), TimeSpan.FromMilliseconds(500), clock);
        await device.RecoverAsync(FaultSite.Healing);
        foreach (int days in new[] { 4000, -9000, 1, -1, 0 })
        {
            clock.Offset = TimeSpan.FromDays(days);
            await device.RecoverAsync(FaultSite.Healing);
        }

        await device.DisposeAsync();
        Assert.Equal(0, device.Wrong);
        Assert.True(device.Late == 0 || !FaultSite.IsFull, $"{device.Late} late");
    }

    private static void Damage(string file, Random random)
    {
        byte[] bytes = File.ReadAllBytes(file);
        if (bytes.Length == 0)
            return;
        if (random.Next(4) == 0)
            bytes = bytes[..random.Next(bytes.Length)];
        else
            bytes[random.Next(bytes.Length)] ^= (byte)random.Next(1, 256);
        File.WriteAllBytes(file, bytes);
    }

    private static void Copy(string from, string to)
    {
        foreach (string file in Directory.GetFiles(from, "*", SearchOption.AllDirectories))
        {
            string target = Path.Combine(to, Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target);
        }
    }

    private static bool Mount(params string[] arguments)
    {
        var start = new ProcessStartInfo("mount", arguments) { RedirectStandardError = true };
        using var mount = Process.Start(start)!;
        mount.WaitForExit();
        return mount.ExitCode == 0;
    }

    private sealed class JumpingClock : TimeProvider
    {
        public TimeSpan Offset { get; set; }

        public override DateTimeOffset GetUtcNow() => System.GetUtcNow() + Offset;
    }
}
