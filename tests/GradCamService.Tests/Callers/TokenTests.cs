using System.Net;
using System.Security.Cryptography;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using Xunit;

namespace GradCamService.Tests.Callers;

/// <summary>A service that takes tokens: of a secret, and of a public key.</summary>
public sealed class TokenTests(TokenTests.Asking service) : IClassFixture<TokenTests.Asking>
{
    private const string Here = "gradcam";

    private static readonly SigningCredentials Secret = new(new SymmetricSecurityKey(RandomNumberGenerator.GetBytes(32)), SecurityAlgorithms.HmacSha256);
    private static readonly SigningCredentials Private = new(new RsaSecurityKey(RSA.Create(2048)), SecurityAlgorithms.RsaSha256);
    private static readonly SigningCredentials Foreign = new(new RsaSecurityKey(RSA.Create(2048)), SecurityAlgorithms.RsaSha256);

    private static DateTime Now => TimeProvider.System.GetUtcNow().UtcDateTime;

    [Fact]
    public async Task A_token_of_either_key_is_taken()
    {
        await service.ExplainAsAsync(Token(Secret)).JsonAsync();
        await service.ExplainAsAsync(Token(Private)).JsonAsync();
    }

    [Fact]
    public async Task Roles_are_those_of_the_claim_and_others_are_nobodys()
    {
        var problem = await service.SendAsync(Token(Secret, roles: "explain root"), "/v1/jobs").ProblemAsync(HttpStatusCode.Forbidden);

        Assert.Contains("'jwt:anna' does not have the role 'jobs'", problem.Detail, StringComparison.Ordinal);
        await service.SendAsync(Token(Secret, roles: "explain,jobs"), "/v1/jobs").JsonAsync();
    }

    [Fact]
    public async Task A_token_that_has_expired_is_not_taken() => await Refused(Token(Secret, expires: Now.AddHours(-1)), "has expired");

    [Fact]
    public async Task A_token_of_tomorrow_is_not_taken() =>
        await Refused(Token(Secret, begins: Now.AddDays(1), expires: Now.AddDays(2)), "not valid yet");

    [Fact]
    public async Task A_token_for_another_service_is_not_taken() => await Refused(Token(Secret, audience: "shop"), "another service (aud)");

    [Fact]
    public async Task A_token_of_another_key_is_not_taken() => await Refused(Token(Foreign), "not signed with a key that is trusted here");

    [Fact]
    public async Task A_token_that_nobody_signed_is_not_taken() => await Refused(Token(null), "The token");

    [Fact]
    public async Task A_token_that_was_changed_is_not_taken()
    {
        var parts = Token(Secret, roles: "explain").Split('.');
        var other = Token(Foreign, roles: "admin").Split('.');

        await Refused($"{parts[0]}.{other[1]}.{parts[2]}", "not signed with a key that is trusted here");
    }

    [Fact]
    public async Task A_token_of_nobody_is_not_taken() => await Refused(Token(Secret, subject: null), "no subject (sub)");

    [Fact]
    public async Task What_looks_like_a_token_and_is_none_is_refused_in_words() => await Refused("a.b.c", "The token");

    [Fact]
    public async Task Where_who_signs_tokens_cannot_be_asked_nobody_is_said_to_be_wrong()
    {
        // Nobody listens at the port of discarded datagrams.
        await using var alone = await Service.StartAsync(null, ("Auth:Jwt:Authority", "https://127.0.0.1:9"), ("Auth:Jwt:Audience", Here));

        var problem = await alone.SendAsync(Token(Private), "/v1/models").ProblemAsync(HttpStatusCode.ServiceUnavailable);

        Assert.Contains("Auth:Jwt:Authority", problem.Detail, StringComparison.Ordinal);
        Assert.NotNull(problem.RetryAfter);
        await alone.SendAsync(null, "/v1/models").ProblemAsync(HttpStatusCode.Unauthorized);
    }

    private async Task Refused(string token, string words)
    {
        var problem = await service.SendAsync(token, "/v1/models").ProblemAsync(HttpStatusCode.Unauthorized);

        Assert.Contains(words, problem.Detail, StringComparison.Ordinal);
        Assert.DoesNotContain(token, problem.Detail, StringComparison.Ordinal);
    }

    private static string Token(
        SigningCredentials? signed, string audience = Here, string? subject = "anna", string roles = "explain", DateTime? begins = null, DateTime? expires = null) =>
        new JsonWebTokenHandler { SetDefaultTimesOnTokenCreation = false }.CreateToken(new SecurityTokenDescriptor
        {
            Audience = audience,
            NotBefore = begins,
            Expires = expires ?? Now.AddHours(1),
            SigningCredentials = signed,
            Claims = new[] { ("sub", subject), ("roles", roles) }.Where(claim => claim.Item2 is not null)
                .ToDictionary(claim => claim.Item1, claim => (object)claim.Item2!),
        });

    public sealed class Asking() : Service(new Dictionary<string, string>
    {
        ["Models:Bundled:0"] = "efficientnet-lite0",
        ["Auth:Jwt:Audience"] = Here,
        ["Auth:Jwt:Keys:0"] = Convert.ToBase64String(((SymmetricSecurityKey)Secret.Key).Key),
        ["Auth:Jwt:Keys:1"] = ((RsaSecurityKey)Private.Key).Rsa.ExportSubjectPublicKeyInfoPem(),
    });
}
