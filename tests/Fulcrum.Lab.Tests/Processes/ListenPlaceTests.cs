using System.Net;
using Fulcrum.Lab.Processes;

namespace Fulcrum.Lab.Tests.Processes;

public sealed class ListenPlaceTests
{
    [Theory]
    [InlineData("http://192.168.1.20:8080", "--urls http://192.168.1.20:8080 --insecure", "http://192.168.1.20:9/")]
    [InlineData("http://127.0.0.1:0", "--urls http://127.0.0.1:0", "http://127.0.0.1:9/")]
    [InlineData("http://pi.local:8080", "--urls http://*:8080 --insecure", "http://pi.local:9/")]
    [InlineData("http://[fd00::1]:0", "--urls http://[fd00::1]:0 --insecure", "http://[fd00::1]:9/")]
    public void Arguments_OfAnotherMachine_SayWhereToListen(string host, string arguments, string reached)
    {
        var place = new ListenPlace(new Uri(host));
        Assert.Equal(arguments, string.Join(' ', place.Arguments));
        Assert.Equal(reached, place.Reached(new Uri("http://0.0.0.0:9")).ToString());
    }

    [Fact]
    public void Arguments_OfANamespace_AreItsAddressAndAFreePort()
    {
        Assert.Equal(["--urls", "http://10.201.0.2:0", "--insecure"], new ListenPlace(IPAddress.Parse("10.201.0.2")).Arguments);
        Assert.Equal(["--urls", "http://127.0.0.1:0"], new ListenPlace(IPAddress.Loopback).Arguments);
    }
}
