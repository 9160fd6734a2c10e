using System.Reflection;

namespace GradCamService.Configuration;

/// <summary>The version of this program.</summary>
internal static class ProductVersion
{
    /// <summary>Three numbers, such as 1.2.0: what results say that they come from.</summary>
    public static string Short { get; } = Assembly.GetExecutingAssembly().GetName().Version!.ToString(3);
}
