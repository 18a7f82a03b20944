using System.Text.Json;
using Fulcrum.Planning.Tiers;
using Fulcrum.Problems;

namespace Fulcrum.Planning.Tests.Tiers;

/// <summary>Tiers that are started by ssh: what is written goes to a client and a shell, so it is checked.</summary>
public sealed class SshTiersTests
{
    [Fact]
    public void Parse_MachineBySsh_IsRead()
    {
        TierSystem system = TiersFile.Parse("tiers: [{name: a, ssh: pi@192.168.1.20}, {name: b, ssh: \"ssh://me@[fe80::1%eth0]:22\", program: /opt/my fulcrum/it's, host: \"http://192.168.1.21:0\"}]\nlinks: [{from: a, to: b, up: 1Mbps}]\n", "tiers.yaml");
        Assert.Equal(("pi@192.168.1.20", "fulcrum", true), (system.Tiers[0].Ssh, system.Tiers[0].Program, system.Tiers[0].IsReal));
        Assert.Equal(("/opt/my fulcrum/it's", 0), (system.Tiers[1].Program, system.Tiers[1].Host!.Port));
    }

    [Theory]
    [InlineData("pi")]
    [InlineData("pi@edge-1.example.org")]
    [InlineData("ssh://pi@host:2222")]
    [InlineData("fe80::1%eth0")]
    public void Check_Destinations_AreTaken(string ssh) => Assert.True(SshNames.IsDestination(ssh));

    [Theory]
    [InlineData("")]
    [InlineData("-oProxyCommand=x")]
    [InlineData("pi@-oProxyCommand=x")]
    [InlineData("-l@host")]
    [InlineData("host -l root")]
    [InlineData("host;id")]
    [InlineData("$(id)")]
    [InlineData("`id`@host")]
    [InlineData("host\n")]
    [InlineData("ssh://-x")]
    [InlineData("a@b@c")]
    public void Check_WhatIsNoDestination_IsRefused(string ssh) => Assert.Equal(("tiers-ssh", "tiers[0].ssh"), Only($"{{name: a, ssh: {JsonSerializer.Serialize(ssh)}}}"));

    [Theory]
    [InlineData("{name: a, program: /opt/x}", "program")]
    [InlineData("{name: a, ssh: pi, program: -x}", "program")]
    [InlineData("{name: a, ssh: pi, program: ../x}", "program")]
    [InlineData("{name: a, ssh: pi, program: a b}", "program")]
    [InlineData("{name: a, ssh: pi, program: ~/x}", "program")]
    [InlineData("{name: a, ssh: pi, host: \"https://10.0.0.1:1\"}", "host")]
    [InlineData("{name: a, ssh: pi, host: \"http://10.0.0.1:1/x\"}", "host")]
    public void Check_ProgramOrAddressThatCannotBe_IsRefused(string tier, string member) => Assert.Equal(("tiers-ssh", $"tiers[0].{member}"), Only(tier));

    private static (string Code, string Place) Only(string tier)
    {
        Problem problem = Assert.Single(Assert.Throws<InputException>(() => TiersFile.Parse($"tiers: [{tier}]\n", "tiers.yaml")).Problems);
        return (problem.Code, problem.Place.Split(": ")[^1]);
    }
}
