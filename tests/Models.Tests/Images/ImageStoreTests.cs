using Fovea.Models.Errors;
using Fovea.Models.Images;
using Fovea.Tests.Support;

namespace Fovea.Models.Tests.Images;

public sealed class ImageStoreTests
{
    private const int ImageBytes = 1024;

    private readonly ManualTime _time = new();

    [Fact]
    public void An_image_is_found_by_its_id_with_its_model_and_outlives_the_request()
    {
        using ImageStore store = Store(10);
        byte[] image = Image(200);
        string id = store.Add(image, "colours", "3")!;
        Array.Clear(image);

        using StoredImage found = store.Get(id);

        Assert.Equal(("colours", "3"), (found.Model, found.Version));
        Assert.Equal(Image(200), found.Bytes.ToArray());
        Assert.Matches("^[0-9a-f]{32}$", id);
    }

    [Fact]
    public void Ids_do_not_repeat()
    {
        using ImageStore store = Store(100);
        byte[] image = Image(1);

        Assert.Equal(50, Enumerable.Range(0, 50).Select(_ => store.Add(image, "m", "1")).Distinct().Count());
    }

    [Fact]
    public void The_bytes_are_bounded_and_the_image_used_longest_ago_gives_way()
    {
        using ImageStore store = Store(2);
        byte[] image = Image(1);
        string first = store.Add(image, "m", "1")!;
        string second = store.Add(image, "m", "1")!;
        store.Get(first).Dispose();

        string third = store.Add(image, "m", "1")!;

        Assert.True(store.Bytes <= 2L * ImageBytes);
        Assert.True(store.Contains(first));
        Assert.False(store.Contains(second));
        Assert.True(store.Contains(third));
    }

    [Fact]
    public void An_image_in_use_survives_its_removal()
    {
        using ImageStore store = Store(1);
        byte[] image = Image(7);
        using StoredImage inUse = store.Get(store.Add(image, "m", "1")!);

        store.Add(Image(8), "m", "1");

        Assert.Equal(image, inUse.Bytes.ToArray());
    }

    [Fact]
    public void Images_expire_and_their_memory_is_released_without_a_call()
    {
        using ImageStore store = Store(10);
        byte[] image = Image(1);
        string id = store.Add(image, "m", "1")!;

        _time.Advance(TimeSpan.FromSeconds(59));
        Assert.True(store.Contains(id));
        _time.Advance(TimeSpan.FromSeconds(61));

        Assert.Equal(0, store.Bytes);
        Assert.Equal(ServingError.ImageExpired, Assert.Throws<ServingException>(() => store.Get(id)).Error);
    }

    [Fact]
    public void Use_does_not_prolong_the_time()
    {
        using ImageStore store = Store(10);
        byte[] image = Image(1);
        string id = store.Add(image, "m", "1")!;
        _time.Advance(TimeSpan.FromSeconds(59));
        store.Get(id).Dispose();

        _time.Advance(TimeSpan.FromSeconds(1));

        Assert.False(store.Contains(id));
    }

    [Theory]
    [InlineData(0, 60)]
    [InlineData(1000, 0)]
    public void Zero_switches_it_off(int images, int seconds)
    {
        using var store = new ImageStore(
            new ImageStoreOptions { MaxBytes = images * ImageBytes, Ttl = TimeSpan.FromSeconds(seconds) }, _time);
        byte[] image = Image(1);

        Assert.Null(store.Add(image, "m", "1"));
        Assert.False(store.Enabled);
    }

    [Fact]
    public void An_image_larger_than_the_store_is_not_kept_and_evicts_nothing()
    {
        using ImageStore store = Store(1);
        byte[] small = Image(1);
        byte[] large = new byte[4 * ImageBytes];
        string id = store.Add(small, "m", "1")!;

        Assert.Null(store.Add(large, "m", "1"));
        Assert.True(store.Contains(id));
    }

    [Fact]
    public void Disposal_lets_everything_go()
    {
        ImageStore store = Store(10);
        byte[] image = Image(1);
        store.Add(image, "m", "1");

        store.Dispose();

        Assert.Equal(0, store.Bytes);
    }

    private static byte[] Image(byte value)
    {
        byte[] file = new byte[ImageBytes];
        Array.Fill(file, value);
        return file;
    }

    private ImageStore Store(int images) =>
        new(new ImageStoreOptions { MaxBytes = images * ImageBytes, Ttl = TimeSpan.FromMinutes(1) }, _time);
}
