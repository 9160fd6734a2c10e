using GradCamService.Commands;
using GradCamService.Configuration;
using GradCamService.Explain.Orders;
using GradCamService.Explain.Tasks;
using Xunit;

namespace GradCamService.Tests.Commands;

/// <summary>What is typed: commands and their help, and what is refused by name before anything is done.</summary>
public sealed class CommandLineTests
{
    [Theory]
    [InlineData("--help", "serve", "explain", "describe", "EXIT CODES", "--urls http://localhost:9000")]
    [InlineData("serve --help", "EXAMPLES", "--Queue:Capacity=128", "Queue:MemoryBudget", "Device:Precision")]
    [InlineData("--urls http://127.0.0.1:0 --help", "Answers over HTTP")]
    [InlineData("describe --help", "EXAMPLES", "my-network.onnx")]
    [InlineData("explain --help", "EXAMPLES", "photo.jpg --model efficientnet-lite0", "--image-format <STRING>", "130 stopped by Ctrl-C")]
    [InlineData("explain a.jpg --concept -h", "EXAMPLES")]
    public async Task Help_shows_what_there_is_with_examples(string typed, params string[] expected)
    {
        var help = await Typed.RunAsync(typed.Split(' '));

        Assert.Equal((0, ""), (help.Exit, help.Errors));
        Assert.All(expected, part => Assert.Contains(part, help.Words, StringComparison.Ordinal));
        Assert.DoesNotContain("\e", help.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("explian a.jpg", "There is no command 'explian'; did you mean 'explain'?")]
    [InlineData("zzz", "There is no command 'zzz'; there are serve, explain, evaluate, describe, jobs, keys.")]
    [InlineData("explain a.jpg --modle m", "There is no option '--modle' of 'explain'; did you mean '--model'?")]
    [InlineData("explain a.jpg --model m --concpt=cat", "There is no option '--concpt' of 'explain'; did you mean '--concept'?")]
    [InlineData("explain a.jpg --model m --imageFormat png", "There is no option '--imageFormat' of 'explain'; did you mean '--image-format'?")]
    [InlineData("explain a.jpg -o out", "There is no option '-o' of 'explain'")]
    [InlineData("explain a.jpg --model", "'--model' needs a value.")]
    [InlineData("explain a.jpg --model m --concept", "'--concept' needs a value.")]
    [InlineData("explain a.jpg --model m --concept --top 3", "'--concept' needs a value.")]
    [InlineData("explain a.jpg --model m --model n", "'--model' may be given once.")]
    [InlineData("explain a.jpg --model m -- b.jpg", "'--' has no meaning for 'explain'")]
    [InlineData("explain --model m", "missing required argument 'PHOTO...'")]
    [InlineData("explain a.jpg", "missing required")]
    [InlineData("explain a.jpg --model m --npz", "'--npz' needs '--output DIR'")]
    [InlineData("explain nowhere.jpg --model efficientnet-lite0", "'nowhere.jpg' is not there")]
    [InlineData("describe", "missing required argument 'MODEL.onnx'")]
    [InlineData("describe a.onnx b.onnx", "'b.onnx'")]
    [InlineData("describe a.onnx --quiet", "There is no option '--quiet' of 'describe'; 'describe --help' lists them.")]
    [InlineData("serve photo.jpg", "Configuration: 'photo.jpg' is no setting; settings are written --Key=value")]
    [InlineData("serve -q", "Configuration: '-q' is no setting")]
    [InlineData("--Queue:Capacity", "Configuration: '--Queue:Capacity' has no value")]
    [InlineData("--Quue:Capacity 4", "Configuration: There is no setting 'Quue:Capacity'; did you mean 'Queue:Capacity'?")]
    [InlineData("serve --ulrs http://127.0.0.1:0", "Configuration: There is no setting 'ulrs'; did you mean 'urls'?")]
    [InlineData("--Queue:Capacity=0", "Queue:Capacity must be from 1 to 10000.")]
    public async Task What_is_wrong_is_named_and_nothing_is_done(string typed, string expected)
    {
        var refused = await Typed.RunAsync(typed.Split(' '));

        Assert.Equal((2, ""), (refused.Exit, refused.Output));
        Assert.Contains(expected, refused.Errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "")]
    [InlineData("--urls http://x", "--urls http://x")]
    [InlineData("serve --Queue:Capacity 4", "--Queue:Capacity 4")]
    [InlineData("Queue:Capacity=4", "Queue:Capacity=4")]
    [InlineData("/Queue:Capacity=4", "/Queue:Capacity=4")]
    [InlineData("--contentRoot= --environment=x", "--contentRoot= --environment=x")]
    public void What_names_no_other_command_goes_to_the_host_as_it_is(string typed, string host)
    {
        var read = Arguments.Read(typed.Split(' ', StringSplitOptions.RemoveEmptyEntries));

        Assert.Equal(["serve"], read.Library);
        Assert.Equal(host, string.Join(' ', read.Host));
    }

    [Theory]
    [InlineData("explain a --fuse b --top 3", "explain a --set fuse=True b --set top=3")]
    [InlineData("explain --enlarge false --concept=x=y --tensor t", "explain --set enlarge=false --set concept=x=y --set output=t")]
    [InlineData("explain --output out --npz a --stride=-8", "explain --output out --npz a --set stride=-8")]
    public void Fields_are_options(string typed, string library) => Assert.Equal(library.Split(' '), Arguments.Read(typed.Split(' ')).Library);

    [Fact]
    public void Every_field_of_an_explanation_is_an_option_of_its_own()
    {
        var fields = OrderReader.Explanation.FieldsOf(TaskTable.All).Select(field => field.Name).ToList();
        string[] own = ["model", "output", "npz", "json", "set", "help"];

        Assert.Equal(fields, ExplainCommand.Row.Fields.Select(option => option.Field.Name));
        Assert.Empty(own.Intersect(ExplainCommand.Row.Fields.Select(option => option.Name)));
        Assert.Equal(fields.Count, ExplainCommand.Row.Fields.Select(option => option.Name).Distinct().Count());
    }

    [Fact]
    public void The_readme_tells_of_every_command_and_setting()
    {
        var readme = File.ReadAllText(Repository.At("README.md"));

        Assert.All(CommandTable.All, row => Assert.Contains($"| `{row.Name}", readme, StringComparison.Ordinal));
        Assert.All(SettingSection.All.SelectMany(section => section.FullKeys), key =>
            Assert.Contains($"| `{key.Replace(":0", "", StringComparison.Ordinal)}` |", readme, StringComparison.Ordinal));
    }
}
