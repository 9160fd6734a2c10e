using GradCamService.Onnx.Tests.Testing;

namespace GradCamService.Onnx.Tests.Operators;

public sealed class OperatorPageTests
{
    [Fact]
    public void The_committed_page_of_operators_equals_the_table()
    {
        var path = Path.Combine(Repository.Root, "docs", "operators.md");
        if (Environment.GetEnvironmentVariable("UPDATE_DOCS") == "1")
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllText(path, OperatorPage.Render());
        }
        Assert.Equal(OperatorPage.Render(), File.ReadAllText(path));
    }
}
