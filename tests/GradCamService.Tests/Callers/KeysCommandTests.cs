using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using GradCamService.Configuration;
using GradCamService.Tests.Commands;
using Xunit;

namespace GradCamService.Tests.Callers;

/// <summary><c>keys new</c>, and what the service says of rows that are half written.</summary>
public sealed class KeysCommandTests
{
    [Fact]
    public async Task A_key_and_its_row_are_made_and_fit_each_other()
    {
        var made = await Typed.RunAsync("keys", "new", "shop", "--roles", "explain,jobs", "--weight", "2");
        var again = await Typed.RunAsync("keys", "new", "shop");

        var (key, row) = Read(made);
        Assert.Equal(0, made.Exit);
        Assert.Matches(@"\Agck_[A-Za-z0-9_-]{43}\z", key);
        Assert.NotEqual(key, Read(again).Key);
        Assert.Equal(("shop", 2), (row.Name, row.Weight));
        Assert.Equal(["explain", "jobs"], row.Roles);
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key))), row.Sha256);
        Assert.True(new AuthOptionsValidator().Validate(null, new AuthOptions { Keys = [row] }).Succeeded);
        Assert.DoesNotContain(key, made.Errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("keys old shop", "'keys' has no action 'old'")]
    [InlineData("keys new a:b", "Name must be 1 to 64 letters")]
    [InlineData("keys new anonymous", "and not 'anonymous'")]
    [InlineData("keys new shop --roles root", "there is no role 'root'; there are explain, jobs, admin")]
    [InlineData("keys new shop --roles ,", "Roles must have one of explain, jobs, admin")]
    [InlineData("keys new shop --weight 0", "Weight must be from 1 to 100")]
    public async Task What_is_wrong_is_said_and_no_key_is_made(string typed, string expected)
    {
        var refused = await Typed.RunAsync(typed.Split(' '));

        Assert.Equal((2, ""), (refused.Exit, refused.Output));
        Assert.Contains(expected, refused.Errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("shop\n", Hash, "Name must be")]
    [InlineData("shop", Hash + "\n", "Sha256 must be")]
    [InlineData("shop", "", "Sha256 must be")]
    public void A_row_that_is_half_written_stops_the_start(string name, string hash, string expected)
    {
        var result = new AuthOptionsValidator().Validate(null, new AuthOptions { Keys = [new KeyOptions { Name = name, Sha256 = hash, Roles = ["explain"] }] });

        Assert.Contains(expected, Assert.Single(result.Failures!), StringComparison.Ordinal);
    }

    [Fact]
    public void Rows_of_one_name_may_differ_in_their_key_alone()
    {
        KeyOptions Row(char digit, params string[] roles) => new() { Name = "shop", Sha256 = new string(digit, 64), Roles = roles };
        bool IsTaken(params KeyOptions[] rows) => new AuthOptionsValidator().Validate(null, new AuthOptions { Keys = rows }).Succeeded;

        Assert.True(IsTaken(Row('a', "explain"), Row('b', "explain")));
        Assert.False(IsTaken(Row('a', "explain"), Row('b', "admin")));
        Assert.False(IsTaken(Row('a', "explain"), Row('a', "explain")));
    }

    [Theory]
    [InlineData(null, null, "gradcam", "needs Authority or Keys")]
    [InlineData("https://id.example.com", null, null, "Audience is needed")]
    [InlineData("http://id.example.com", null, "gradcam", "must be an https address")]
    [InlineData(null, "c2hvcnQ=", "gradcam", "Keys:0 must be 32 bytes or more in base64")]
    [InlineData(null, "-----BEGIN PRIVATE KEY-----", "gradcam", "Keys:0 must be 32 bytes or more in base64, or a public key")]
    public void Tokens_that_could_not_be_trusted_are_not_set_up(string? authority, string? key, string? audience, string expected)
    {
        var jwt = new JwtOptions { Authority = authority, Keys = key is null ? [] : [key], Audience = audience };

        var result = new AuthOptionsValidator().Validate(null, new AuthOptions { Jwt = jwt });

        Assert.Contains(result.Failures!, failure => failure.Contains(expected, StringComparison.Ordinal));
    }

    private const string Hash = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

    private static (string Key, KeyOptions Row) Read(Typed made) => made.Output.Split('\n', 2) is [var key, var row]
        ? (key, JsonSerializer.Deserialize<KeyOptions>(row)!) : throw new InvalidDataException(made.Output);
}
