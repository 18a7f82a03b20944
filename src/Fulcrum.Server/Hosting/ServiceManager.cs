using System.Net.Sockets;
using System.Text;

namespace Fulcrum.Server.Hosting;

/// <summary>Tells systemd how it stands with the service (sd_notify): it starts what comes after only when models are loaded. Without systemd nothing happens.</summary>
public static class ServiceManager
{
    /// <summary>Models are loaded and requests are welcome.</summary>
    public static void Ready() => Tell("READY=1");

    /// <summary>The service was asked to end.</summary>
    public static void Stopping() => Tell("STOPPING=1");

    private static void Tell(string state)
    {
        if (Environment.GetEnvironmentVariable("NOTIFY_SOCKET") is not { Length: > 1 } path)
            return;
        try
        {
            using var socket = new Socket(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified);
            // A name in the abstract space begins with @ here and with a zero byte there.
            socket.SendTo(Encoding.UTF8.GetBytes(state), new UnixDomainSocketEndPoint(path[0] == '@' ? '\0' + path[1..] : path));
        }
        catch (SocketException)
        {
            // Nobody listens.
        }
    }
}
