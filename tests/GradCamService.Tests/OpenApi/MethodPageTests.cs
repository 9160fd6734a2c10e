using GradCamService.Explain.Methods;
using Xunit;

namespace GradCamService.Tests.OpenApi;

/// <summary>The page of methods has a row for each, and for each setting.</summary>
public sealed class MethodPageTests
{
    [Fact]
    public void The_page_of_methods_tells_of_all()
    {
        var page = File.ReadAllText(Repository.At("docs/methods.md"));
        var maps = MethodTable.All.Where(method => method.Map is null || method.Pixels is null).Select(method => method.Name);

        Assert.All(maps, name => Assert.Contains($"| `{name}` |", page, StringComparison.Ordinal));
        Assert.All(MethodFields.All, field => Assert.Contains($"`{field.Name}`", page, StringComparison.Ordinal));
    }
}
