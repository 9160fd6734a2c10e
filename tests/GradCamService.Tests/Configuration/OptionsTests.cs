using GradCamService.Configuration;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Xunit;

namespace GradCamService.Tests.Configuration;

/// <summary>A wrong setting stops the start, with a message that names key and range.</summary>
public sealed class OptionsTests
{
    [Theory]
    [InlineData("Queue:Capacity", "0", "Queue:Capacity must be from 1 to 10000.")]
    [InlineData("Queue:Capacity", "10001", "Queue:Capacity must be from 1 to 10000.")]
    [InlineData("Queue:MaxBatch", "0", "Queue:MaxBatch must be from 1 to 256.")]
    [InlineData("Queue:MaxBatch", "257", "Queue:MaxBatch must be from 1 to 256.")]
    [InlineData("Queue:Timeout", "00:00:00.5", "Queue:Timeout must be from 00:00:01 to 00:10:00.")]
    [InlineData("Queue:Timeout", "00:10:01", "Queue:Timeout must be from 00:00:01 to 00:10:00.")]
    [InlineData("Queue:Timeout", "30", "Queue:Timeout must be from 00:00:01 to 00:10:00.")] // 30 days, as .NET reads it.
    [InlineData("Queue:MemoryBudget", "-1", "Queue:MemoryBudget must be a number of bytes")]
    [InlineData("Queue:MemoryBudget", "1000000", "Queue:MemoryBudget is too small for one request of Upload:MaxBytes")]
    [InlineData("Queue:BatchMemory", "-1", "Queue:BatchMemory must be a number of bytes")]
    [InlineData("Queue:Workers", "257", "Queue:Workers must be from 0 to 256.")]
    [InlineData("Upload:MaxBytes", "1023", "Upload:MaxBytes must be from 1024 to 1073741824.")]
    [InlineData("Upload:MaxPixels", "0", "Upload:MaxPixels must be from 1 to 1000000000.")]
    [InlineData("Device", "gpu", "Device must be auto, cpu, cuda or cuda:N.")]
    [InlineData("Device", "cuda:x", "Device must be auto, cpu, cuda or cuda:N.")]
    [InlineData("Device:Precision", "half", "Device:Precision must be auto, float32 or tf32.")]
    [InlineData("Device:Threads", "-1", "Device:Threads must be from 0 to 1024.")]
    [InlineData("Models:Directories:0", "/no/such/folder", "Models:Directories:0: the directory '/no/such/folder' is not there.")]
    [InlineData("Datasets:Directories:0", "/no/such/folder", "Datasets:Directories:0: there is no directory or file '/no/such/folder'.")]
    [InlineData("Models:Bundled:0", "efficientnet-lite9", "Models:Bundled: there is no bundled model 'efficientnet-lite9'; there are")]
    [InlineData("Management:Port", "65536", "Management:Port must be from 0 to 65535.")]
    [InlineData("Proxy:Trusted:0", "gateway", "Proxy:Trusted: 'gateway' is no address")]
    [InlineData("Proxy:Trusted:0", "10.0.0.0/40", "Proxy:Trusted: '10.0.0.0/40' is no address")]
    [InlineData("Proxy:PathBase", "gradcam", "Proxy:PathBase is 'gradcam'; it must be a path that begins with a slash")]
    [InlineData("Proxy:PathBase", "/gradcam/", "Proxy:PathBase is '/gradcam/'; it must be a path that begins with a slash")]
    [InlineData("ForwardedHeaders_Enabled", "true", "name the proxies in Proxy:Trusted instead")]
    [InlineData("Cors:Origins:0", "maps.example.com", "Cors:Origins: 'maps.example.com' is no origin")]
    [InlineData("Cors:Origins:0", "https://maps.example.com/", "Cors:Origins: 'https://maps.example.com/' is no origin")]
    public void A_wrong_setting_is_refused_with_its_key_and_range(string key, string value, string expected)
    {
        var refusal = Record.Exception(() => Validate((key, value)));

        Assert.Contains(expected, Assert.Single(WrongOptions.Of(refusal!)), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Queue:Capacity", "1")]
    [InlineData("Queue:Capacity", "10000")]
    [InlineData("Queue:MaxBatch", "256")]
    [InlineData("Queue:Timeout", "00:10:00")]
    [InlineData("Upload:MaxBytes", "1073741824")]
    [InlineData("Device", "cuda")]
    [InlineData("Device", "cuda:3")]
    [InlineData("Device:Precision", "tf32")]
    [InlineData("Device:Precision", "float32")]
    [InlineData("Device:Threads", "1024")]
    [InlineData("Models:Bundled:0", "none")]
    [InlineData("Models:Bundled:0", "efficientnet-lite2")]
    [InlineData("Management:Port", "65535")]
    [InlineData("Proxy:Trusted:0", "10.0.0.0/8")]
    [InlineData("Proxy:Trusted:0", "::1")]
    [InlineData("Proxy:PathBase", "/teams/gradcam")]
    [InlineData("Cors:Origins:0", "http://localhost:3000")]
    [InlineData("Cors:Origins:0", "*")]
    public void The_ends_of_the_range_are_allowed(string key, string value) => Validate((key, value));

    [Fact]
    public void Everything_has_a_default() => Validate();

    private static void Validate(params (string Key, string Value)[] settings)
    {
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(settings.Select(setting => KeyValuePair.Create(setting.Key, (string?)setting.Value))).Build();
        using var services = new ServiceCollection().AddSingleton<IConfiguration>(configuration).AddServiceOptions(configuration).BuildServiceProvider();
        services.GetRequiredService<IStartupValidator>().Validate();
    }
}
