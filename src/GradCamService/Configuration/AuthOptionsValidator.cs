using System.ComponentModel.DataAnnotations;
using System.Text.RegularExpressions;
using GradCamService.Explain.Naming;
using GradCamService.Explain.Queue;
using Microsoft.Extensions.Options;

namespace GradCamService.Configuration;

/// <summary>A key that is half written must stop the start: it would let nobody in, or everybody.</summary>
internal sealed partial class AuthOptionsValidator : IValidateOptions<AuthOptions>
{
    public ValidateOptionsResult Validate(string? name, AuthOptions options)
    {
        List<string> problems = [.. options.Keys.SelectMany((key, index) => ProblemsOf(key, index)), .. Repeated(options.Keys), .. ProblemsOf(options.Jwt)];
        return problems.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(problems);
    }

    private static IEnumerable<string> ProblemsOf(KeyOptions key, int index)
    {
        var at = $"{AuthOptions.Section}:{nameof(AuthOptions.Keys)}:{index}";
        if (!Name().IsMatch(key.Name) || key.Name == Caller.Anonymous.Name)
            yield return $"{at}:Name must be 1 to 64 letters, digits, '.', '_' or '-', and not '{Caller.Anonymous.Name}'.";
        if (!Sha256().IsMatch(key.Sha256))
            yield return $"{at}:Sha256 must be the 64 hexadecimal digits of the key's SHA-256; 'gradcamservice keys new NAME' prints a key and its row.";
        if (key.Roles.Count == 0)
            yield return $"{at}:Roles must have one of {string.Join(", ", CallerRoles.All)} at least.";
        foreach (var role in key.Roles.Except(CallerRoles.All))
            yield return $"{at}:Roles: there is no role '{Names.Shorten(role)}'; there are {string.Join(", ", CallerRoles.All)}.";
        if (key.Weight is < 1 or > 100)
            yield return $"{at}:Weight must be from 1 to 100.";
        var wrong = new List<ValidationResult>();
        Validator.TryValidateObject(key.Limits, new ValidationContext(key.Limits), wrong, validateAllProperties: true);
        foreach (var limit in wrong)
            yield return $"{at}:{limit.ErrorMessage}";
    }

    private static IEnumerable<string> Repeated(IReadOnlyList<KeyOptions> keys) =>
    [
        .. keys.GroupBy(key => key.Name).Where(same => same.Key.Length > 0 && same.Select(key => Settings(key)).Distinct().Count() > 1)
            .Select(same => $"Auth:Keys: several rows are called '{Names.Shorten(same.Key)}', which is for changing a key: they must differ in Sha256 alone."),
        .. keys.GroupBy(key => key.Sha256, StringComparer.OrdinalIgnoreCase).Where(same => same.Key.Length > 0 && same.Count() > 1)
            .Select(same => $"Auth:Keys: '{Names.Shorten(same.First().Name)}' and '{Names.Shorten(same.Last().Name)}' have the same Sha256; each row has a key of its own."),
    ];

    private static (string Roles, int Weight, int?, double?, int?, int?) Settings(KeyOptions key) => (string.Join(',', key.Roles.Order()), key.Weight,
        key.Limits.Concurrency, key.Limits.Rate, key.Limits.Burst, key.Limits.DailyExplanations);

    private static IEnumerable<string> ProblemsOf(JwtOptions jwt)
    {
        if (!jwt.IsOn && (jwt.Audience ?? jwt.Issuer) is not null)
            yield return "Auth:Jwt needs Authority or Keys; without them no token is taken.";
        if (jwt.IsOn && string.IsNullOrWhiteSpace(jwt.Audience))
            yield return "Auth:Jwt:Audience is needed: tokens that were made for other services must not be taken here.";
        if (!string.IsNullOrWhiteSpace(jwt.Authority) && !(Uri.TryCreate(jwt.Authority, UriKind.Absolute, out var address) && address.Scheme == Uri.UriSchemeHttps))
            yield return "Auth:Jwt:Authority must be an https address.";
        if (string.IsNullOrWhiteSpace(jwt.RolesClaim))
            yield return "Auth:Jwt:RolesClaim must be the name of a claim, such as roles.";
        for (var i = 0; i < jwt.Keys.Count; i++)
            if (Wrong(jwt.Keys[i]) is { } problem)
                yield return $"Auth:Jwt:Keys:{i} {problem}.";
    }

    private static string? Wrong(string key)
    {
        try
        {
            JwtKeys.Read(key);
            return null;
        }
        catch (FormatException exception)
        {
            return exception.Message;
        }
    }

    [GeneratedRegex(@"^[A-Za-z0-9._-]{1,64}\z")]
    private static partial Regex Name();

    [GeneratedRegex(@"^[0-9A-Fa-f]{64}\z")]
    private static partial Regex Sha256();
}
