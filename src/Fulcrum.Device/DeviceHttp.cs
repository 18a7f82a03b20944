namespace Fulcrum.Device;

/// <summary>Requests in the HTTP version that the client was set up for.</summary>
internal static class DeviceHttp
{
    public static HttpRequestMessage Request(this HttpClient http, HttpMethod method, string route, HttpContent? content = null) =>
        new(method, route) { Content = content, Version = http.DefaultRequestVersion, VersionPolicy = http.DefaultVersionPolicy };
}
