using System.Net;
using GradCamService.Jobs.Webhooks;
using Xunit;

namespace GradCamService.Jobs.Tests.Webhooks;

public sealed class AddressRulesTests
{
    // Examples out of IANA's registries of special-purpose addresses, with what lies just inside a network's ends.
    [Theory]
    [InlineData("0.0.0.0")]
    [InlineData("10.0.0.1")]
    [InlineData("100.64.0.1")]
    [InlineData("100.127.255.255")]
    [InlineData("127.0.0.1")]
    [InlineData("127.255.255.254")]
    [InlineData("169.254.169.254")]
    [InlineData("172.16.0.1")]
    [InlineData("172.31.255.255")]
    [InlineData("192.0.0.8")]
    [InlineData("192.0.2.1")]
    [InlineData("192.168.1.1")]
    [InlineData("198.18.0.1")]
    [InlineData("198.19.255.255")]
    [InlineData("198.51.100.1")]
    [InlineData("203.0.113.1")]
    [InlineData("224.0.0.1")]
    [InlineData("240.0.0.1")]
    [InlineData("255.255.255.255")]
    [InlineData("::")]
    [InlineData("::1")]
    [InlineData("::7f00:1")]
    [InlineData("::ffff:10.0.0.1")]
    [InlineData("::ffff:169.254.169.254")]
    [InlineData("64:ff9b::7f00:1")]
    [InlineData("64:ff9b:1::1")]
    [InlineData("2002:0a00:0001::1")]
    [InlineData("2001::1")]
    [InlineData("2001:db8::1")]
    [InlineData("3fff::1")]
    [InlineData("fc00::1")]
    [InlineData("fd12:3456::1")]
    [InlineData("fe80::1")]
    [InlineData("fec0::1")]
    [InlineData("ff02::1")]
    public void An_address_that_is_not_of_the_Internet_may_not_be_connected_to(string address) =>
        Assert.False(new AddressRules([]).MayConnect(IPAddress.Parse(address)));

    [Theory]
    [InlineData("1.1.1.1")]
    [InlineData("9.255.255.255")]
    [InlineData("100.63.255.255")]
    [InlineData("100.128.0.0")]
    [InlineData("172.15.255.255")]
    [InlineData("172.32.0.0")]
    [InlineData("223.255.255.255")]
    [InlineData("::ffff:1.1.1.1")]
    [InlineData("64:ff9b::101:101")]
    [InlineData("2002:0101:0101::1")]
    [InlineData("2606:4700:4700::1111")]
    public void A_public_address_may(string address) => Assert.True(new AddressRules([]).MayConnect(IPAddress.Parse(address)));

    [Theory]
    [InlineData("127.0.0.1", "127.0.0.1", true)]
    [InlineData("127.0.0.1", "127.0.0.2", false)]
    [InlineData("127.0.0.1", "::ffff:127.0.0.1", true)]
    [InlineData("127.0.0.1", "::1", false)]
    [InlineData("10.1.0.0/16", "10.1.255.3", true)]
    [InlineData("10.1.0.0/16", "10.2.0.1", false)]
    [InlineData("10.1.2.3/16", "10.1.0.1", true)]
    [InlineData("fd00::/8", "fd00::7", true)]
    [InlineData("::1", "::1", true)]
    public void A_private_address_may_where_it_or_its_network_is_listed(string listed, string address, bool may)
    {
        var rules = new AddressRules([listed]);

        Assert.Equal(may, rules.MayConnect(IPAddress.Parse(address)));
        Assert.Equal(may, rules.IsListed(IPAddress.Parse(address)));
    }
}
