using System.Reflection;
using Microsoft.AspNetCore.Mvc;

namespace GradCamService.Problems;

/// <summary>The names of a form's fields, as its request type declares them.</summary>
internal static class FormFields<TRequest>
{
    public static IReadOnlyList<string> Names { get; } =
        [.. typeof(TRequest).GetProperties().Select(property => property.GetCustomAttribute<FromFormAttribute>()!.Name!)];
}
