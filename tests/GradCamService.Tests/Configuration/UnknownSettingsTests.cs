using GradCamService.Configuration;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;
using Xunit;

namespace GradCamService.Tests.Configuration;

/// <summary>Misspelt settings stop the start wherever they are written; those of others are left alone.</summary>
public sealed class UnknownSettingsTests
{
    [Theory]
    [InlineData("Quue__Capacity", "There is no setting 'Quue__Capacity'; did you mean 'Queue__Capacity'?")]
    [InlineData("Queue__Capactiy", "There is no setting 'Queue__Capactiy'; did you mean 'Queue__Capacity'?")]
    [InlineData("QUEUE__CAPACTIY", "There is no setting 'QUEUE__CAPACTIY'; did you mean 'Queue__Capacity'?")]
    [InlineData("Models__Bundeled__0", "There is no setting 'Models__Bundeled__0'; did you mean 'Models__Bundled__0'?")]
    [InlineData("Model__Directories__0", "There is no setting 'Model__Directories__0'; did you mean 'Models__Directories__0'?")]
    [InlineData("Device__Name", "There is no setting 'Device__Name'")]
    [InlineData("Queue__Zzz", "There is no setting 'Queue__Zzz'; there are Queue__Capacity, Queue__MemoryBudget, ")]
    [InlineData("Queue__Capacity__0", "There is no setting 'Queue__Capacity__0'; did you mean 'Queue__Capacity'?")]
    public void A_misspelt_variable_is_named_with_the_nearest_right_one(string name, string expected) =>
        Assert.StartsWith(expected, Assert.Single(Refused(Variables(name))), StringComparison.Ordinal);

    [Theory]
    [InlineData("Queue__Capacity")]
    [InlineData("queue__capacity")]
    [InlineData("Models__Bundled__0")]
    [InlineData("Models__Bundled__first")]
    [InlineData("Device")]
    [InlineData("Device__Precision")]
    [InlineData("MODEL")]
    [InlineData("QUEUE")]
    [InlineData("QUEUE_URL")]
    [InlineData("Cache__Capacity")]
    [InlineData("Kestrel__Endpoints__Http__Url")]
    [InlineData("Serilog__MinimumLevel")]
    [InlineData("ConnectionStrings__Jobs")]
    public void Variables_that_are_right_or_of_others_are_left_alone(string name) => Assert.Empty(Refused(Variables(name)));

    [Theory]
    [InlineData("--Queue:Capactiy=3", "There is no setting 'Queue:Capactiy'; did you mean 'Queue:Capacity'?")]
    [InlineData("--devcie=cpu", "There is no setting 'devcie'; did you mean 'Device'?")]
    [InlineData("--Queue=3", "There is no setting 'Queue'; did you mean")]
    [InlineData("--anything=3", "There is no setting 'anything'; there are Queue:Capacity, ")]
    public void On_the_command_line_nothing_unknown_is_left(string argument, string expected) =>
        Assert.StartsWith(expected, Assert.Single(Refused(builder => builder.AddCommandLine([argument]))), StringComparison.Ordinal);

    [Theory]
    [InlineData("--urls=http://127.0.0.1:0")]
    [InlineData("--environment=Development")]
    [InlineData("--Logging:LogLevel:Default=Debug")]
    [InlineData("--OTEL_SERVICE_NAME=x")]
    [InlineData("--Device=cpu")]
    public void On_the_command_line_the_hosts_settings_are_known(string argument) =>
        Assert.Empty(Refused(builder => builder.AddCommandLine([argument])));

    [Fact]
    public void All_misspelt_keys_of_a_file_are_named_at_once()
    {
        var path = Path.Combine(Directory.CreateTempSubdirectory("settings").FullName, "appsettings.json");
        File.WriteAllText(path,
            """{ "Devcie": "cpu", "Upload": { "MaxByte": 1, "MaxPixels": 2 }, "Models": { "Directories": [] }, "My": { "Key": 1 } }""");

        Assert.Equal(
            ["There is no setting 'Devcie'; did you mean 'Device'?", "There is no setting 'Upload:MaxByte'; did you mean 'Upload:MaxBytes'?"],
            Refused(builder => builder.AddJsonFile(path)));

        Directory.Delete(Path.GetDirectoryName(path)!, recursive: true);
    }

    private static Action<IConfigurationBuilder> Variables(string name) => builder =>
    {
        // A prefix of this test's own, so that it meets no variable of the machine.
        var prefix = $"T{Guid.NewGuid():N}_";
        Environment.SetEnvironmentVariable(prefix + name, "1");
        builder.AddEnvironmentVariables(prefix);
    };

    private static IEnumerable<string> Refused(Action<IConfigurationBuilder> add)
    {
        var builder = new ConfigurationBuilder();
        add(builder);
        try
        {
            builder.Build().RefuseUnknownSettings();
            return [];
        }
        catch (OptionsValidationException exception)
        {
            return exception.Failures;
        }
    }
}
