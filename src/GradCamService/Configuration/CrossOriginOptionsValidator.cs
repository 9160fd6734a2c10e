using Microsoft.Extensions.Options;

namespace GradCamService.Configuration;

/// <summary>Origins are written as browsers send them: one that is not would never be met.</summary>
internal sealed class CrossOriginOptionsValidator : IValidateOptions<CrossOriginOptions>
{
    public ValidateOptionsResult Validate(string? name, CrossOriginOptions options)
    {
        var problems = options.Origins.Where(origin => origin != CrossOriginOptions.Any && !IsOrigin(origin)).Select(origin =>
            $"Cors:Origins: '{origin}' is no origin; one is written https://maps.example.com or http://localhost:3000, without a path, or * for all.").ToList();
        return problems.Count > 0 ? ValidateOptionsResult.Fail(problems) : ValidateOptionsResult.Success;
    }

    private static bool IsOrigin(string origin) => Uri.TryCreate(origin, UriKind.Absolute, out var address) && address.Scheme is "http" or "https"
        && address.GetLeftPart(UriPartial.Authority).Equals(origin, StringComparison.OrdinalIgnoreCase);
}
