using System.Globalization;
using GradCamService.Explain.Imaging;
using GradCamService.Explain.Naming;

namespace GradCamService.Explain.Manifests;

/// <summary>What no member of <c>bind</c> can tell alone.</summary>
/// <param name="json">Where problems are told, those of single members before.</param>
internal sealed class BindRules(JsonFile json)
{
    public void Check(IReadOnlyDictionary<string, BindFile> bind)
    {
        foreach (var (name, input) in bind)
            Check($"bind.{name}", input);
        foreach (var same in bind.Where(entry => entry.Value.From is FeedSource.Numbers or FeedSource.Picture)
            .GroupBy(entry => entry.Key, StringComparer.OrdinalIgnoreCase).Where(same => same.Count() > 1))
            json.Report("bind", $"{string.Join(" and ", same.Select(entry => $"'{entry.Key}'"))} differ in case only, "
                + "which fields of a request do not tell");
    }

    private void Check(string at, BindFile input)
    {
        if (input.From is not { } from)
            return;
        foreach (var (member, value, sources) in input.Members)
            if (value is not null && !sources.Contains(from))
                json.Report($"{at}.{member}", $"belongs to {string.Join(" and ", sources.Select(Names.Of))}; from is {Names.Of(from)}");
        if (from == FeedSource.Constant && input.Value is null && !json.IsWrong($"{at}.value"))
            json.Report($"{at}.value", "is missing; expected an array of finite numbers");
        if (input.Min > input.Max)
            json.Report($"{at}.min", string.Create(CultureInfo.InvariantCulture, $"is {input.Min}, above max, which is {input.Max}"));
        else if (input.Default?.Where(number => number < input.Min || number > input.Max).ToList() is [var outside, ..])
            json.Report($"{at}.default", string.Create(CultureInfo.InvariantCulture, $"has {outside}, which is not from min to max"));
        CheckScale(at, input);
    }

    private void CheckScale(string at, BindFile input)
    {
        foreach (var (name, numbers, other) in new[] { ("mean", input.Mean, input.Std), ("std", input.Std, input.Mean) })
        {
            if (numbers is null && other is not null && !json.IsWrong($"{at}.{name}"))
                json.Report($"{at}.{name}", $"is missing; mean and std belong to each other");
            if (numbers is { Count: > 1 } && input.Color is { } color && numbers.Count != ColorPlanes.Of(color).Count)
                json.Report($"{at}.{name}",
                    $"must be an array of 1 number, or of {ColorPlanes.Of(color).Count} for {Names.Of(color)}; has {numbers.Count}");
        }
    }
}
