using System.Globalization;
using System.Net;
using Fulcrum.Planning.Tiers;
using Fulcrum.Stages.Links;

namespace Fulcrum.Lab.Emulation;

/// <summary>
/// The steps that make the network of tiers. Everything is made inside the namespaces, so nothing of it shows in the machine's own network and beds cannot disturb each other, though all use the same addresses:
/// link k joins 10.201.k.1 and 10.201.k.2.
/// </summary>
internal static class NetworkSteps
{
    /// <summary>The most links that there are addresses for.</summary>
    public const int MostLinks = 256;

    private const string Next = "next", Back = "back";

    // Bytes that may wait for a link: more than TCP puts there (it keeps about a millisecond of each connection), so nothing is dropped.
    private const int QueueBytes = 4 << 20;

    /// <summary>The namespace of a tier.</summary>
    public static string Space(string bed, int tier) => string.Create(CultureInfo.InvariantCulture, $"{bed}-{tier}");

    /// <summary>Its file, which processes enter it by.</summary>
    public static string SpaceFile(string space) => $"/run/netns/{space}";

    /// <summary>Where the tier before it reaches a tier.</summary>
    public static IPAddress Address(int tier) => tier == 0 ? IPAddress.Loopback : new IPAddress([10, 201, (byte)(tier - 1), 2]);

    /// <summary>All steps, in order.</summary>
    public static IEnumerable<Step> Of(TierSystem system, string bed)
    {
        for (int t = 0; t < system.Tiers.Count; t++)
        {
            string space = Space(bed, t);
            yield return new Step("ip", "netns", "add", space);
            yield return new Step("ip", "-n", space, "link", "set", "lo", "up");
            // The machine's own choice may pace by its guess of the rate; Reno is in every kernel and sends what the link takes.
            yield return new Step("nsenter", $"--net={SpaceFile(space)}", "--", "/bin/sh", "-c", "echo reno > /proc/sys/net/ipv4/tcp_congestion_control; echo 1 > /proc/sys/net/ipv6/conf/default/disable_ipv6; exit 0");
        }

        for (int l = 0; l < system.Links.Count; l++)
        {
            (string from, string to) = (Space(bed, l), Space(bed, l + 1));
            yield return new Step("ip", "-n", from, "link", "add", Next, "type", "veth", "peer", "name", Back, "netns", to);
            foreach ((string space, string card, int host, double rate) in new[] { (from, Next, 1, system.Links[l].UpBitsPerSecond), (to, Back, 2, system.Links[l].DownBitsPerSecond) })
            {
                yield return new Step("ip", "-n", space, "addr", "add", string.Create(CultureInfo.InvariantCulture, $"10.201.{l}.{host}/30"), "dev", card);
                yield return new Step("ip", "-n", space, "link", "set", card, "up");
                yield return new Step("tc", "-n", space, "qdisc", "add", "dev", card, "root", "tbf", "rate", $"{Text(Math.Max(8, Math.Round(KernelBucket.FrameRate(rate))))}bit", "burst", $"{Text(KernelBucket.Bytes(rate))}b", "limit", $"{Text(QueueBytes)}b");
            }
        }
    }

    private static string Text(IFormattable value) => value.ToString("0", CultureInfo.InvariantCulture);
}
