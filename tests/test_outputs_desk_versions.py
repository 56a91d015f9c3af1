"""The files of one dispatch at the desk: side by side, apart, together, in force, withdrawn."""

from tests.counter import Browser
from tests.desk_papers import decided, keep
from tests.papers import dispatch, field


def test_versions_stand_side_by_side_and_one_is_put_in_force(store, asked):
    old = keep(store, "cu", dispatch(subject=field("Phong trào thi đua A năm 2023")))
    new = keep(store, "moi", dispatch(subject=field("Phong trào thi đua A năm 2024")))
    browser = Browser(store, asked, "chuyen_vien")
    page = browser.get(f"/van-ban/{new}/so-sanh/{old}").text
    assert 'class="was">Phong trào thi đua A năm 2024' in page
    assert "1 chỗ khác nhau" in page and page.count('class="pages"') == 2, "values first, then both files' pages"
    assert browser.get(f"/van-ban/{new}/so-sanh/khong-co").status_code == 404
    assert browser.get(f"/van-ban/{new}/so-sanh/{new}").status_code == 404
    assert browser.post(f"/van-ban/{old}/hieu-luc").status_code == 303
    assert [h.id for h in store.heads(in_force=True)] == [old]


def test_versions_are_taken_apart_and_put_together(store, asked):
    one, two = keep(store, "a", dispatch("3/BC-A")), keep(store, "b", dispatch("3/BC-A"))
    browser = Browser(store, asked, "chuyen_vien")
    page = browser.get(f"/van-ban/{one}").text
    assert "Các phiên bản (2)" in page and "Tách thành văn bản riêng" in page
    decided(browser, f"/van-ban/{one}/tach", {"reason": "ừ"}, 400)
    decided(browser, f"/van-ban/{one}/tach", {"reason": "hai văn bản khác nhau"})
    assert len(store.versions.copies(one)) == len(store.versions.copies(two)) == 1
    page = browser.get(f"/van-ban/{one}").text
    assert "Đã tách khỏi" in page and "Ghép làm một văn bản" in page
    decided(browser, f"/van-ban/{one}/ghep", {"other": two})
    assert len(store.versions.copies(one)) == 2
    decided(browser, f"/van-ban/{one}/ghep", {"other": "khong-co"}, 404)
    decided(browser, f"/van-ban/{one}/xet-lai", {})
    assert len(store.versions.copies(two)) == 2


def test_a_document_is_withdrawn_with_a_reason_and_counted_again(store, asked):
    one = keep(store, "a", dispatch("3/BC-A"))
    browser = Browser(store, asked, "chuyen_vien")
    decided(browser, f"/van-ban/{one}/rut", {"reason": ""}, 400)
    decided(browser, f"/van-ban/{one}/rut", {"reason": "đơn vị xin rút báo cáo"})
    assert store.versions.copies(one)[0].standing == "withdrawn"
    assert "Tính lại vào tổng hợp" in browser.get(f"/van-ban/{one}").text
    decided(browser, f"/van-ban/{one}/khoi-phuc", {})
    assert store.versions.copies(one)[0].standing == "counts"


def test_files_kept_apart_are_still_seen_side_by_side_and_strangers_are_not(store, asked):
    one, two = keep(store, "a", dispatch("3/BC-A")), keep(store, "b", dispatch("3/BC-A"))
    stranger = keep(store, "c", dispatch("9/BC-A"))
    store.versions.separate(one, who="hoa", reason="hai văn bản khác nhau")
    browser = Browser(store, asked, "chuyen_vien")
    assert f"/van-ban/{one}/so-sanh/{two}" in browser.get(f"/van-ban/{one}").text
    assert browser.get(f"/van-ban/{one}/so-sanh/{two}").status_code == 200
    assert browser.get(f"/van-ban/{one}/so-sanh/{stranger}").status_code == 404
