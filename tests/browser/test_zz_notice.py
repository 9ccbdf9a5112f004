import time
from tests.browser.conftest import demo  # noqa
from tests.browser.phone import Phone
def test_it(demo, new_context):
    p = Phone(new_context().new_page(), demo.phone, "Ana")
    for t in ["oi", "3", "menu", "cursos"]:
        t0=time.time(); p.say(t); p.hears(""); 
        seen=[]
        while time.time()-t0 < 8:
            n=p.page.locator("#notice"); v=n.inner_text() if n.is_visible() else ""
            if not seen or seen[-1][1]!=v: seen.append((round(time.time()-t0,2),v))
            time.sleep(.1)
        print(t, seen)
